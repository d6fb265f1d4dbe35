import { after, MINUTE } from '../../../model/instant.ts'
import { hex } from '../ids.ts'
import type { World } from '../world.ts'
import { giveUp, hookFailed, WHY } from './deployments.ts'
import { tasksOf } from './find.ts'
import type { Deployment, HookAction, Service } from './nouns.ts'
import { conclude, openOne } from './service-deployments.ts'

/** Whether ECS has taken a deployment up. */
export function taken(world: World, service: Service, primary: Deployment): boolean {
  if (primary.begins === null) return true
  if (primary.begins > world.now) return false
  primary.begins = null
  const story = openOne(world, service)
  if (story?.status === 'PENDING') conclude(world, story, 'IN_PROGRESS', null)
  if (story?.status === 'ROLLBACK_REQUESTED') giveUp(world, service, WHY.asked, true)
  return true
}

/** An alarm that is on ends a deployment, and a rollback nothing. */
export function heedAlarms(world: World, service: Service): void {
  const { names, enable, rollback } = service.configuration.alarms
  const on = names.filter((name) => world.alarms.has(name))
  const story = openOne(world, service)
  if (!enable || on.length === 0 || story?.status !== 'IN_PROGRESS') return
  story.alarms = on
  giveUp(world, service, WHY.alarm, rollback)
}

/** Goes through the stages as far as nothing holds it. */
export function moveOn(world: World, service: Service): void {
  for (;;) {
    const [primary] = service.deployments
    if (primary?.rollout !== 'IN_PROGRESS') return
    const { stage } = primary
    if (stage === 'PRE_SCALE_UP') {
      if (isHeld(world, service, primary)) return
      primary.stage = 'SCALE_UP'
    } else if (stage === 'SCALE_UP') {
      if (!isScaledUp(world, service, primary)) return
      primary.stage = 'POST_SCALE_UP'
    } else if (stage === 'POST_SCALE_UP') {
      if (isHeld(world, service, primary)) return
      primary.stage = 'PRODUCTION_TRAFFIC_SHIFT'
    } else if (stage === 'PRODUCTION_TRAFFIC_SHIFT') {
      if (!hasShifted(world, service, primary)) return
      primary.stage = 'BAKE_TIME'
      primary.baked = after(world.now, service.configuration.bakeMinutes * MINUTE)
    } else if (stage === 'BAKE_TIME') {
      if (primary.baked !== null && primary.baked > world.now) return
      primary.baked = null
      primary.stage = 'CLEAN_UP'
    } else return
  }
}

/** Takes the next step of the traffic when it is due. True once all of it has gone over. */
function hasShifted(world: World, { configuration }: Service, primary: Deployment): boolean {
  const { strategy, shift } = configuration
  while (primary.weight < 100) {
    if (primary.baked !== null && primary.baked > world.now) return false
    const next = primary.weight + (shift?.percent ?? 100)
    const all = next >= 100 || (strategy === 'CANARY' && primary.weight > 0)
    primary.weight = all ? 100 : Math.round(next * 10) / 10
    primary.baked = all ? null : after(world.now, (shift?.minutes ?? 0) * MINUTE)
  }
  return true
}

/** Side by side, the old tasks stay meanwhile; else nothing but the new ones is left. */
function isScaledUp(world: World, service: Service, primary: Deployment): boolean {
  const tasks = tasksOf(world, service).filter(({ status }) => status !== 'STOPPED')
  const ready = tasks.filter((task) => task.ready && task.deployment === primary.id).length
  const others = service.configuration.strategy === 'ROLLING' ? tasks.length - ready : 0
  return ready === service.desired && others === 0
}

function isHeld(world: World, service: Service, primary: Deployment): boolean {
  const { stage, held } = primary
  const hook = service.configuration.hooks.find((one) => one.stage === stage)
  if (!hook || primary.released.includes(stage)) return false
  primary.held ??= {
    id: hex(world, 32),
    expires: after(world.now, hook.minutes * MINUTE),
    onTimeout: hook.onTimeout,
  }
  if (held && held.expires <= world.now) {
    answerHook(world, service, primary, held.onTimeout)
    return primary.held !== null || primary.rollout !== 'IN_PROGRESS'
  }
  return true
}

/** Lets a deployment that is held go on, or ends it. */
export function answerHook(world: World, service: Service, primary: Deployment, answer: HookAction): void {
  primary.held = null
  if (answer === 'CONTINUE') primary.released.push(primary.stage)
  else giveUp(world, service, hookFailed(primary.stage), true)
}
