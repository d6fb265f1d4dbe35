import { countOf, type Fields, fieldsListOf, fieldsOf, flagOf, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { Alarms, Breaker, Configuration, HookAction, PauseHook, Strategy } from './nouns.ts'
import { shiftOf, showShift } from './traffic.ts'

export const USUAL: Configuration = {
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  breaker: { enable: false, rollback: false },
  alarms: { names: [], enable: false, rollback: false },
  strategy: 'ROLLING',
  shift: null,
  bakeMinutes: 0,
  hooks: [],
}

const A_DAY = 1440

/** What a request says of how to deploy, over what held before. */
export function configured(held: Configuration, fields: Fields): Configuration {
  const given = fieldsOf(fields, 'deploymentConfiguration')
  if (!given) return held
  const breaker = fieldsOf(given, 'deploymentCircuitBreaker')
  const alarms = fieldsOf(given, 'alarms')
  const strategy = strategyOf(given) ?? held.strategy
  const configuration: Configuration = {
    maximumPercent: countOf(given, 'maximumPercent', { min: 100 }) ?? held.maximumPercent,
    minimumHealthyPercent:
      countOf(given, 'minimumHealthyPercent', { max: 100 }) ?? held.minimumHealthyPercent,
    breaker: breaker ? breakerOf(breaker) : held.breaker,
    alarms: alarms ? alarmsOf(alarms) : held.alarms,
    strategy,
    shift: shiftOf(given, strategy, held),
    bakeMinutes: countOf(given, 'bakeTimeInMinutes', { max: A_DAY }) ?? held.bakeMinutes,
    hooks: fieldsListOf(given, 'lifecycleHooks')?.flatMap(hooksOf) ?? held.hooks,
  }
  if (configuration.maximumPercent === 100 && configuration.minimumHealthyPercent === 100)
    throw bad('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.')
  return configuration
}

const breakerOf = (fields: Fields): Breaker => ({
  enable: flagOf(fields, 'enable') ?? false,
  rollback: flagOf(fields, 'rollback') ?? false,
})

const alarmsOf = (fields: Fields): Alarms => ({
  ...breakerOf(fields),
  names: textsOf(fields, 'alarmNames') ?? [],
})

const STRATEGIES: readonly string[] = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'] satisfies Strategy[]

function strategyOf(given: Fields): Strategy | undefined {
  const strategy = textOf(given, 'strategy')
  if (strategy === undefined || STRATEGIES.includes(strategy)) return strategy as Strategy | undefined
  throw bad(`Invalid deployment strategy: ${strategy}`)
}

/** Hooks that pause; a function that is called is taken to succeed at once. */
function hooksOf(fields: Fields): readonly PauseHook[] {
  if (textOf(fields, 'targetType') !== 'PAUSE') return []
  const timeout = fieldsOf(fields, 'timeoutConfiguration') ?? {}
  const minutes = countOf(timeout, 'timeoutInMinutes', { min: 1 }) ?? A_DAY
  const onTimeout = actionOf(timeout, 'ROLLBACK')
  return (textsOf(fields, 'lifecycleStages') ?? []).map((stage) => {
    if (stage === 'PRE_SCALE_UP' || stage === 'POST_SCALE_UP') return { stage, minutes, onTimeout }
    throw bad(`This sandbox pauses at PRE_SCALE_UP and POST_SCALE_UP, not at ${stage}.`)
  })
}

export function actionOf(fields: Fields, usual: HookAction): HookAction {
  const action = textOf(fields, 'action') ?? usual
  if (action === 'CONTINUE' || action === 'ROLLBACK') return action
  throw bad('Invalid lifecycle hook action.')
}

export const showConfiguration = (configuration: Configuration): Fields => {
  const { maximumPercent, minimumHealthyPercent, breaker, alarms, strategy, bakeMinutes, hooks } =
    configuration
  return {
    deploymentCircuitBreaker: breaker,
    maximumPercent,
    minimumHealthyPercent,
    ...(alarms.names.length === 0
      ? {}
      : { alarms: { alarmNames: alarms.names, enable: alarms.enable, rollback: alarms.rollback } }),
    strategy,
    ...showShift(configuration),
    bakeTimeInMinutes: bakeMinutes,
    ...(hooks.length === 0
      ? {}
      : {
          lifecycleHooks: hooks.map(({ stage, minutes, onTimeout }) => ({
            targetType: 'PAUSE',
            lifecycleStages: [stage],
            timeoutConfiguration: { timeoutInMinutes: minutes, action: onTimeout },
          })),
        }),
  }
}

const bad = (message: string): Refusal => new Refusal('InvalidParameterException', message)
