import { word } from '../../model/shell-word.ts'
import { type Shown, visible } from '../../model/visible.ts'
import type { EnvFileRef } from './ref.ts'

/** The lines of `lic` that go on from where things stand; no key is in them. */
export function byLic(ref: EnvFileRef) {
  const { path, variable, restart, health, prove } = ref
  const where = ['--env-file', path, '--variable', variable]
  const [hostName] = health.flatMap(({ hostName: name }) => name ?? [])
  const course = [
    ...(restart === null ? [] : ['--restart', restart]),
    ...health.flatMap(({ url }) => ['--health-url', url]),
    ...(hostName === undefined ? [] : ['--health-host-name', hostName]),
    ...(prove === 'health' ? ['--prove', 'health'] : []),
  ]
  const lic = (...words: readonly string[]): Shown => [visible('lic'), ...words.map(word)].join(' ') as Shown
  return {
    resume: lic('rotate', '--resume', ...where, ...course),
    abandon: lic('rotate', '--abandon', ...where),
    rollback: lic('rollback', ...where, ...course),
  }
}
