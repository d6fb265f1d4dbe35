import type { Instant } from '../../model/instant.ts'
import { type Loss, loseTasks } from './ecs/lose.ts'
import { type Call, handle } from './handle.ts'
import type { World } from './world.ts'

/** What somebody else does at a moment, what happens to the tasks of a service, or an alarm that goes on or off. */
export type Appointment = { readonly at: Instant } & (
  | { readonly call: Call }
  | { readonly lose: Loss }
  | { readonly alarm: string; readonly on: boolean }
)

/** An appointment that was kept; `error`: how a call was refused. */
export interface Kept {
  readonly at: Instant
  readonly what: string
  readonly error: string | null
}

/** Does what is due, in the order of the list. */
export function keepAppointments(world: World): void {
  const due = world.schedule.filter(({ at }) => at <= world.now)
  if (due.length === 0) return
  world.schedule = world.schedule.filter((one) => !due.includes(one))
  for (const one of due) world.kept.push({ at: world.now, ...keep(world, one) })
}

function keep(world: World, appointment: Appointment): Pick<Kept, 'what' | 'error'> {
  if ('lose' in appointment) {
    const lost = loseTasks(world, appointment.lose)
    return { what: `lost ${lost} of ${appointment.lose.service}`, error: null }
  }
  if ('alarm' in appointment) {
    const { alarm, on } = appointment
    if (on) world.alarms.add(alarm)
    else world.alarms.delete(alarm)
    return { what: `alarm ${alarm} ${on ? 'on' : 'off'}`, error: null }
  }
  const { call } = appointment
  const { status, body } = handle(world, call)
  return { what: `${call.service}:${call.action}`, error: status === 200 ? null : String(body.__type) }
}
