import { CTRL_C, type SignalName } from '../../host/host.ts'
import { error, type Finding } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import type { Live } from '../../present/rotation/live.ts'
import type { Asked } from '../../rotation/execute.ts'
import type { Context } from '../command.ts'

export interface Interruption {
  readonly finding: Finding
}

export const INTERRUPTIONS = {
  SIGINT: { finding: error('rotation.interrupted', says`interrupted before anything was written`) },
  SIGTERM: { finding: error('rotation.terminated', says`asked to end before anything was written`) },
} as const satisfies Record<string, Interruption>

export interface Interruptions {
  stopping(): Asked
  readonly atOnce: Promise<void>
  /** what was done is being taken back: a new state of affairs, with its own question */
  turnsBack(): void
  interruption(): Interruption | null
  close(): void
}

const AT_ONCE = 'a second time leaves at once'

/**
 * The first Ctrl-C asks on a terminal, and lets the write in hand finish elsewhere, as SIGTERM does; the second
 * leaves at once. A terminal that goes away changes nothing.
 *
 * @param noUndo why nothing could be taken back, where that is so
 */
export function watchSignals(
  { host, settings }: Pick<Context, 'host' | 'settings'>,
  live: Pick<Live, 'note' | 'asks'>,
  noUndo: string | null,
): Interruptions {
  const mayAsk = () => !settings.json && !settings.noInput && host.stdin.foreground() && host.stderr.terminal
  let last: keyof typeof INTERRUPTIONS | null = null
  let asked: Asked = false
  let hurried = false
  let back = false
  let closeKeys: (() => void) | null = null
  let leaveNow = () => {}
  const atOnce = new Promise<void>((resolve) => {
    leaveNow = resolve
  })

  const withdraw = () => {
    closeKeys?.()
    closeKeys = null
    live.asks(null)
  }
  const settle = (wish: Asked, note: string) => {
    withdraw()
    asked = wish
    hurried = wish !== false
    live.note(note)
  }
  const leaveAtOnce = () => {
    withdraw()
    off()
    off = host.onSignal(() => {}, ['SIGHUP'])
    asked = 'leave'
    leaveNow()
  }
  const leave = () => {
    settle('leave', `stopping once the write in hand is through; ${AT_ONCE}`)
  }
  /** Nobody chose to leave a key half taken back. */
  const goOnBack = () => {
    hurried = true
    live.note(`what was done is being taken back, and that goes on; ${AT_ONCE}`)
  }
  const question = () =>
    back
      ? 'stop here? [w]ait: go on taking it back, [l]eave: stop as it is, unfinished'
      : `stop here? [w]ait: go on as planned, [l]eave: stop as it is, unfinished, ${
          noUndo === null ? '[u]ndo: take it back now' : `and no undo: ${noUndo}`
        }`
  const ask = () => {
    live.asks(question())
    closeKeys = host.stdin.keys((key) => {
      if (key === CTRL_C) leaveAtOnce()
      else if (/^w$/i.test(key)) settle(false, 'going on')
      else if (/^l$/i.test(key)) leave()
      else if (/^u$/i.test(key) && !back && noUndo === null)
        settle('undo', `taking it back once the write in hand is through; ${AT_ONCE}`)
    })
  }
  let off = host.onSignal((name: SignalName) => {
    if (name === 'SIGHUP') return
    last = name
    if (hurried || (closeKeys !== null && name === 'SIGINT')) leaveAtOnce()
    else if (name === 'SIGINT' && mayAsk()) ask()
    else if (back) goOnBack()
    else leave()
  })
  return {
    stopping: () => asked,
    atOnce,
    turnsBack: () => {
      const standing = closeKeys !== null
      if (standing) withdraw()
      back = true
      asked = false
      hurried = false
      if (standing) ask()
    },
    interruption: () => (last === null ? null : INTERRUPTIONS[last]),
    close: () => {
      if (closeKeys !== null) withdraw()
      off()
    },
  }
}
