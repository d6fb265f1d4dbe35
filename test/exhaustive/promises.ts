import { contentOf, holderOf, holds, KEPT, KEYS, labelsOf, secretOf, type World } from './cloud.ts'
import { type Node, PROVEN } from './nodes.ts'
import type { Scenario, Seat } from './state.ts'
import type { Waiting } from './told.ts'

const CURRENT = 1
const TASKS: readonly number[] = [2, 4]
const whole = ({ services }: World): number => 2 ** (services.length + 1) - 1

const isGoingBack = ({ step }: Node): boolean =>
  / old/.test(step) || /^(mark-failed|unlock|release-run)/.test(step)

/** What was live before the rotation; who resumes one has not seen it live. */
const keyBefore = (world: World, { operator, old }: Node): string | undefined =>
  operator.does === undefined || operator.does === 'rollback' ? contentOf(world, old ?? undefined) : KEYS.old

/** Which key the run is about to claim: the one that was live before, when it goes back. */
const claimed = (world: World, { node }: Seat): string | undefined =>
  isGoingBack(node) ? keyBefore(world, node) : node.key

/** Back: each task holds the key that is live again, or what it held before anybody began; none the one that failed. */
const holdsClaimed = (world: World, service: string, seat: Seat): boolean => {
  const key = claimed(world, seat)
  return holds(world, service, key, isGoingBack(seat.node) ? KEYS.old : key)
}

/**
 * What is so at the moment of a look. The very last look at AWSCURRENT vouches for the tasks too: a task that came
 * after the look at its service read what was current then.
 */
export function observed(world: World, seat: Seat, { call }: Waiting): number {
  const { node } = seat
  if (!/^(follow|read-again)/.test(node.step) || call === null) return seat.holds
  const key = claimed(world, seat)
  let bits = seat.holds
  const set = (bit: number, so: boolean) => {
    bits = so ? bits | bit : bits & ~bit
  }
  if (call.action === 'DescribeSecret') set(CURRENT, contentOf(world, holderOf(world, 'AWSCURRENT')) === key)
  world.services.forEach(({ name: service }, at) => {
    const looked = call.action === 'Tasks' && call.body.serviceName === service
    const again = call.action === 'DescribeSecret' && node.step === 'read-again' && !shippedPinned(world)
    if (looked || again) set(TASKS[at] ?? 0, holdsClaimed(world, service, seat))
  })
  return bits
}

/** Tasks of a definition that reads another version: they count when they are looked at, and may come after. */
const shippedPinned = (world: World): boolean =>
  world.services.some(({ deployments }) =>
    deployments.some(({ taskDefinition }) => /:3$/.test(taskDefinition)),
  )

/** What a run may not leave behind, or say, when it ends. */
export function atEnd(world: World, seat: Seat, scenario: Scenario): readonly string[] {
  const { node } = seat
  const { ending } = node.outcome ?? { ending: 'refused' }
  const broken: string[] = []
  if (ending === 'done' && node.outcome?.proves && seat.holds !== whole(world))
    broken.push('said done, and it was not so at the last look')
  if (ending === 'undone' && seat.holds !== whole(world))
    broken.push('said undone, and it was not so at the last look')
  const { budgets = {} } = scenario
  if ((ending === 'undone' || ending === 'stranded') && !budgets.fails && !budgets.lost && !budgets.undo)
    broken.push('a healthy rotation was undone')
  return broken
}

/** Somebody chose to take the labels of a dead run off, and nothing else. */
const letBe = (name: string, seats: readonly Seat[]): boolean =>
  seats.some(
    ({ node: { operator, step, outcome } }) =>
      operator.after === name && operator.does === 'abandon' && (step !== 'plan' || outcome !== null),
  )

/** Who took up what another one began has its labels, too, until the last of them ends; what is not ended keeps them. */
function leftBehind(world: World, seats: readonly Seat[]): readonly string[] {
  const keeps = (one: Seat, { node }: Seat) =>
    one.node.version === node.version &&
    (one.dead
      ? node.operator.after !== one.node.operator.name
      : /unfinished|stranded/.test(one.node.outcome?.ending ?? 'unfinished'))
  return seats.flatMap((seat) => {
    const { node } = seat
    if (seat.dead || node.outcome === null || seats.some((one) => keeps(one, seat))) return []
    const left = labelsOf(world, node.version).some(
      (label) => label === 'lic-pending' || label.startsWith('lic-run.'),
    )
    return left ? [`ended as ${node.outcome.ending}, and left a label behind`] : []
  })
}

/** Only who takes up what another one put can find that it was called failed meanwhile. */
function takenForAnother(seats: readonly Seat[]): readonly string[] {
  const shares = ({ node }: Seat) =>
    seats.some(
      ({ node: other }) => other.operator.random !== node.operator.random && other.version === node.version,
    )
  const found = seats.some(
    (seat) =>
      seat.node.outcome?.ending === 'undone' &&
      seat.node.outcome.cause === 'rotation.changed' &&
      !shares(seat),
  )
  return found ? ['a version was called failed before the run that put it had tried it'] : []
}

/** What must be so always. */
export function inState(world: World, seats: readonly Seat[]): readonly string[] {
  const broken: string[] = []
  const current = holderOf(world, 'AWSCURRENT')
  const value = contentOf(world, current)
  const good = [KEYS.old, KEYS.edited, ...seats.map(({ node }) => node.key)]
  if (value === undefined || !good.includes(value)) broken.push('AWSCURRENT is on a key that nobody judged')
  const [first] = secretOf(world).versions
  const there = secretOf(world).versions.filter((one) => one === first || one.id === KEPT)
  if (there.some(({ id }) => labelsOf(world, id).length === 0))
    broken.push('the old key has no label any more')
  broken.push(...leftBehind(world, seats), ...takenForAnother(seats))
  for (const { node, dead } of seats) {
    const mine = node.version
    // Nothing was in flight any more: what comes after is somebody else's.
    if (!dead || node.step === PROVEN || current !== mine) continue
    const through = seats.some(
      (other) => other.node.operator.after === node.operator.name && other.node.outcome?.ending === 'done',
    )
    const everywhere = world.services.every(({ name }) => holds(world, name, node.key))
    const pending = holderOf(world, 'lic-pending')
    if (through || everywhere || letBe(node.operator.name, seats)) continue
    if (pending === undefined)
      broken.push('dead and invisible: promoted, tasks are old, and nothing is pending')
    else if (pending !== mine) broken.push("dead and misleading: another run's key is pending")
  }
  return broken
}

/** What must be so when everybody has ended and every deployment has come to rest. */
export function atRest(world: World, seats: readonly Seat[], { budgets }: Scenario): readonly string[] {
  const broken: string[] = []
  const heir = (name: string) =>
    seats.find(({ node }) => node.operator.after === name && /done/.test(node.outcome?.ending ?? ''))
  const dead = seats.some((seat) => seat.dead && !heir(seat.node.operator.name))
  const open = seats.some(({ node }) => /unfinished|stranded/.test(node.outcome?.ending ?? ''))
  if (dead || open) return broken
  if (holderOf(world, 'lic-pending') !== undefined)
    broken.push('something is pending, and nobody said unfinished')
  const current = contentOf(world, holderOf(world, 'AWSCURRENT'))
  const mixed = !world.services.every(({ name }) => holds(world, name, current))
  const left = seats.some(({ node }) => letBe(node.operator.name, seats))
  const byHand = budgets?.swap !== undefined
  const theirs = left || byHand || current === KEYS.edited || shippedPinned(world)
  if (mixed && !theirs) broken.push('tasks hold other keys than the live one, and nobody said so')
  if (
    !byHand &&
    labelsOf(world, holderOf(world, 'AWSCURRENT') ?? '').some((label) => label.startsWith('lic-failed.'))
  )
    broken.push('the live key is labelled as failed')
  return broken
}
