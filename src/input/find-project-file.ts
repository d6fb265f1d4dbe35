import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { ProjectFile } from './project-file.ts'

const PROJECT_FILE = 'lic.config.json'

/** More than any project needs: what is larger is not read. */
const LARGEST = 256 * 1024

/**
 * The nearest project file from the working directory upward, as far as the root of the repository; null where
 * there is none.
 *
 * @throws LicError project.unreadable, project.syntax, project.field, project.forbidden
 */
export async function findProjectFile({ files }: Pick<Host, 'files'>): Promise<ProjectFile | null> {
  const found = await files.findUpward(PROJECT_FILE, LARGEST)
  if (found === null) return null
  const path = says`${found.path}`
  if (typeof found.read === 'string') throw unreadable(path, WHY[found.read])
  const { bytes } = found.read
  if (bytes.length > LARGEST) throw unreadable(path, says`it is larger than ${LARGEST / 1024} KiB`)
  const { readProjectFile } = await import('./project-file.ts')
  return readProjectFile(Buffer.from(bytes).toString('latin1'), path)
}

const WHY = {
  missing: says`it went away while it was read`,
  denied: says`this user may not read it`,
  'not-a-file': says`it is no regular file`,
  link: says`it is a symbolic link, which may lead out of the repository`,
  other: says`the system does not let it be read`,
} as const

const unreadable = (path: Shown, why: Shown): LicError =>
  new LicError(
    'project.unreadable',
    says`${own(path)} is not read: ${own(why)}`,
    says`put a regular file there, or take it away`,
  )
