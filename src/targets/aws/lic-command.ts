import type { Consent } from '../../model/consent.ts'
import { type Shown, visible } from '../../model/visible.ts'
import { healthWords } from '../health/again.ts'
import type { AwsRef } from './ref.ts'
import { type Place, word } from './shell.ts'

/**
 * The lines of `lic` that go on from where things stand, on any machine; no key is in them.
 *
 * @param consents what going on needs again: no label keeps them
 */
export function byLic(ref: AwsRef, { region, profile }: Place, consents: readonly Consent[] = []) {
  const place = { region, profile }
  const where = [
    ...secretOf(ref),
    ...['--cluster', ref.cluster],
    ...ref.services.flatMap((name) => ['--service', name]),
    ...placeWords(place),
  ]
  const { via } = ref
  const move = via === null ? [] : ['--via', via === 'value' ? 'task-definition:value' : 'task-definition']
  const lic = (...words: readonly string[]) => licLine(...words, ...where)
  const proof = [...healthWords(ref.health), ...(ref.sequential ? ['--sequential'] : []), ...ref.retold]
  // The same key again, and the one of before, may answer nothing that proves anything.
  const demand = ref.prove === 'health' ? ['--prove', 'health'] : []
  const allow = consents.flatMap(({ to, reason }) => ['--allow', to, '--reason', reason])
  return {
    resume: lic('rotate', '--resume', ...allow, ...move, ...proof, ...demand),
    // What it prints in its turn needs them.
    abandon: lic('rotate', '--abandon', ...ref.retold),
    redeploy: lic('redeploy', ...allow, ...proof),
    rollback: lic('rollback', ...proof),
    again: lic(...ref.begun, ...allow, ...move, ...proof, ...demand),
    rotate: lic('rotate', 'SOURCE', ...move, ...proof, ...demand),
    history: licLine('history', ...secretOf(ref), ...placeWords(place)),
  }
}

export const licLine = (...words: readonly string[]): Shown =>
  [visible('lic'), ...words.map(word)].join(' ') as Shown

const secretOf = ({ secret, field }: AwsRef) => ['--secret', field === null ? secret : `${secret}#${field}`]

export const placeWords = ({ region, profile }: Place): readonly string[] => [
  ...['--region', region],
  ...(profile === null ? [] : ['--profile', profile]),
]
