import { error, type Finding, warning } from '../../model/finding.ts'
import type { KeyText } from '../../model/key-text.ts'
import { word } from '../../model/shell-word.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { found, notChecked, type Result, weighed } from '../examined.ts'
import { type ComposeFileFacts, type Facts, isUnseen, type ServiceKey, unseen } from '../facts.ts'
import { linesOf, PUT_TOGETHER } from '../put-together.ts'
import { listed } from './characters.ts'

/** Whether the Compose file hands the variable on, as far as can be read without Docker. */
export const composeFile = ({ composeFile: looked, product }: Facts): Result =>
  weighed(looked, (files) => {
    const passes = files.flatMap((file) => file.passes)
    const loads = files.flatMap((file) => file.loads)
    const faults = files.flatMap((file) => file.faults)
    const paths = own(listed(files.map(({ path }) => path)))
    if (passes.length > 0) return found(says`${paths}: ${own(listed(passes))}`, [])
    if (loads.length > 0)
      return found(
        says`${paths} names ${product.variables[0]} nowhere, but loads files of variables: ${own(listed(loads))}`,
        [],
      )
    if (faults.length > 0)
      return found(says``, [
        warning('doctor.not-passed', says`${paths} cannot be read: ${own(listed(faults))}`),
      ])
    const whole = files.find(({ parts }) => parts.length > 0)
    if (whole !== undefined) return inOtherFiles(whole, product)
    return found(says``, [notPassed(says`${paths}`, product)])
  })

/** What a file does not pass another that it is put together with may. */
function inOtherFiles({ path, parts }: ComposeFileFacts, { variables }: Facts['product']): Result {
  const remote = parts.filter((part) => part.remote)
  return notChecked(
    remote.length > 0
      ? unseen(
          says`${own(path)} names ${variables[0]} nowhere, and takes a file from elsewhere (${own(linesOf(remote))}), which is not fetched for this`,
          ...PUT_TOGETHER,
        )
      : unseen(
          says`${own(path)} names ${variables[0]} nowhere, and is put together with other files (${own(linesOf(parts))}), which are not read here`,
          says`where there is a docker, it puts them together: see what Compose would pass; else name them all in COMPOSE_FILE`,
        ),
  )
}

const notPassed = (where: Shown, { id, variables }: Facts['product']): Finding =>
  error(
    'doctor.not-passed',
    says`${own(where)} passes ${variables[0]} to no service: what is exported, or stands in .env, reaches no container`,
    says`see what to add: lic render --as compose --product ${id}`,
    says`then start them again: docker compose up -d`,
  )

/** What `docker compose config` would pass on, service by service. */
export const composeConfig = (facts: Facts): Result =>
  weighed(facts.composeConfig, (services) => {
    const passing = services.filter(({ is }) => is !== 'missing')
    if (passing.length === 0) return found(says``, [notPassed(says`docker compose config`, facts.product)])
    return found(
      listed(passing.map(({ service, is }) => says`service ${own(service)} gets ${own(WHAT[is])}`)),
      services.flatMap(({ service, is }) => {
        if (is === 'empty') return [emptyIn(says`service ${own(service)}`, facts)]
        return is === 'missing' && readers(facts).includes(service) ? [leftOut(service, facts.product)] : []
      }),
    )
  })

/** Services that read the license, as the vendor calls them. */
const readers = ({ product }: Facts): readonly string[] => product.published.composeServices ?? []

const leftOut = (service: Shown, { id, variables }: Facts['product']): Finding =>
  error(
    'doctor.not-passed',
    says`service ${own(service)} gets no ${variables[0]}, and reads it`,
    says`see what to add: lic render --as compose --product ${id}`,
    says`then start it again: docker compose up -d ${own(service)}`,
  )

const WHAT = {
  missing: says`no key`,
  empty: says`an empty one`,
  filled: says`the key of its files`,
  shell: says`the key of this environment`,
} as const satisfies Record<ServiceKey['is'], Shown>

const emptyIn = (where: Shown, { product }: Facts): Finding =>
  error(
    'source.empty',
    says`${own(where)} gets ${product.variables[0]} empty: it is set neither here nor in .env`,
    says`set it in .env or export it, then docker compose up -d`,
  )

/** What running containers have, against what they would get if they were started now. */
export const containers = (facts: Facts): Result =>
  weighed(facts.containers, (running) => {
    const planned = isUnseen(facts.composeConfig) ? [] : facts.composeConfig.seen
    const having = running.filter(({ is }) => is === 'filled')
    if (having.length === 0 && running.every(({ is }) => is === 'missing'))
      return found(says``, [
        error(
          'doctor.not-passed',
          says`no running container has ${facts.product.variables[0]}`,
          says`see what the Compose file lacks: lic render --as compose --product ${facts.product.id}`,
        ),
      ])
    return found(
      having.length === 0
        ? says`none has a key`
        : says`${own(listed(having.map(({ service }) => service)))} ${having.length === 1 ? 'has' : 'have'} a key${own(sameWords(facts, planned))}`,
      running.flatMap((one) => [
        ...(one.is === 'empty' ? [emptyIn(says`the container of ${own(one.service)}`, facts)] : []),
        ...stale(one, planned),
      ]),
    )
  })

const sameWords = (_facts: Facts, planned: readonly ServiceKey[]): Shown =>
  planned.length === 0 ? says`` : says`, the one that Compose would pass`

function stale(one: ServiceKey, planned: readonly ServiceKey[]): readonly Finding[] {
  const plan = planned.find(({ service, is }) => service === one.service && is !== 'missing')
  if (plan === undefined || same(plan.text, one.text)) return []
  return [
    error(
      'doctor.other-key',
      one.text === null
        ? says`the container of ${own(one.service)} has no key, and Compose would pass one to it now: it was started before that`
        : says`the container of ${own(one.service)} has another key than Compose would pass to it now: it was started before that`,
      says`start it again: docker compose up -d ${own(word(one.service))}`,
    ),
  ]
}

const same = (one: KeyText | null, other: KeyText | null): boolean =>
  one === null || other === null ? one === other : one.equals(other)
