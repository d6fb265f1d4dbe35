import { showName } from '../../input/may-show.ts'
import { writeError } from '../../input/write-trouble.ts'
import { own, type Shown, says } from '../../model/visible.ts'

/** Before anything is done. @param done `checked`: what was not */
export const cannotWrite = (thrown: unknown, path: string, done: 'checked' | 'scanned'): unknown =>
  writeError(thrown, says`nothing was ${done}: --output cannot write ${own(showName(path))}`)

/** At the end, when there is an answer that nobody should lose. */
export const lostLine = (path: string): Shown =>
  says`error: the report ${own(showName(path))} could not be written: what was there before is untouched [lic.output]`
