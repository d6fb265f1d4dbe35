import { word } from '../../model/shell-word.ts'
import { type Shown, visible } from '../../model/visible.ts'
import { healthWords } from '../health/again.ts'
import type { EnvFileRef } from './ref.ts'

/** The lines of `lic` that go on from where things stand; no key is in them. */
export function byLic(ref: EnvFileRef) {
  const { path, variable, restart, health, prove, retold } = ref
  const where = ['--dotenv', path, '--variable', variable]
  const course = [
    ...(restart === null ? [] : ['--restart', restart]),
    ...healthWords(health),
    ...(prove === 'health' ? ['--prove', 'health'] : []),
    ...retold,
  ]
  const lic = (...words: readonly string[]): Shown => [visible('lic'), ...words.map(word)].join(' ') as Shown
  return {
    resume: lic('rotate', '--resume', ...where, ...course),
    abandon: lic('rotate', '--abandon', ...where),
    redeploy: lic('redeploy', ...where, ...course),
    rollback: lic('rollback', ...where, ...course),
    rotate: lic('rotate', 'SOURCE', ...where, ...course),
    history: lic('history', ...where),
  }
}
