import type { Consent } from '../../model/consent.ts'
import { type Shown, visible } from '../../model/visible.ts'
import type { AwsRef } from './ref.ts'
import { type Place, word } from './shell.ts'

/**
 * The lines of `lic` that go on from where things stand, on any machine; no key is in them.
 *
 * @param consents what going on needs again: no label keeps them
 */
export function byLic(ref: AwsRef, { region, profile }: Place, consents: readonly Consent[] = []) {
  const secret = ref.field === null ? ref.secret : `${ref.secret}#${ref.field}`
  const where = [
    ...['--secret', secret, '--cluster', ref.cluster],
    ...ref.services.flatMap((name) => ['--service', name]),
    ...['--region', region],
    ...(profile === null ? [] : ['--profile', profile]),
  ]
  const { via } = ref
  const move = via === null ? [] : ['--via', via === 'value' ? 'task-definition:value' : 'task-definition']
  const lic = (...words: readonly string[]): Shown =>
    [visible('lic'), ...[...words, ...where].map(word)].join(' ') as Shown
  // Certificates are known by what is in them, not by their file, which another machine may not have.
  const asked = ref.health.filter(({ ca }) => ca === null)
  const health = asked.flatMap(({ url }) => ['--health-url', url])
  const [hostName] = asked.flatMap(({ hostName: name }) => name ?? [])
  const proof = [
    ...health,
    ...(hostName === undefined ? [] : ['--health-host-name', hostName]),
    ...(ref.sequential ? ['--sequential'] : []),
  ]
  const demand = ref.prove === 'health' && health.length > 0 ? ['--prove', 'health'] : []
  const allow = consents.flatMap(({ to, reason }) => ['--allow', to, '--reason', reason])
  return {
    resume: lic('rotate', '--resume', ...allow, ...move, ...proof, ...demand),
    abandon: lic('rotate', '--abandon'),
    redeploy: lic('redeploy', ...proof),
    rollback: lic('rollback', ...proof),
  }
}
