import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

export const tmuxIsThere = spawnSync('tmux', ['-V']).status === 0

export interface Terminal {
  /** what is on the screen and above it */
  screen(): string
  /** the same with the escape sequences that colour it */
  colored(): string
  /** waits until the screen shows this */
  shows(text: string): Promise<void>
  type(text: string): void
  press(key: 'Enter' | 'C-c'): void
  resize(width: number, height: number): void
  close(): void
}

/** A real terminal with one command in it; shows `exit CODE` when that has ended. */
export function openTerminal(
  size: { width: number; height: number },
  command: string,
  env: Record<string, string>,
): Terminal {
  const socket = `lic-test-${randomUUID()}`
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' })
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  tmux(
    'new-session',
    '-d',
    '-x',
    `${size.width}`,
    '-y',
    `${size.height}`,
    ...variables,
    `${command}; echo "exit $?"; cat`,
  )
  const screen = () => tmux('capture-pane', '-p', '-J', '-S', '-')
  return {
    screen,
    colored: () => tmux('capture-pane', '-p', '-e', '-S', '-'),
    shows: async (text) => {
      while (!screen().includes(text)) await setTimeout(20)
    },
    type: (text) => void tmux('send-keys', '-l', text),
    press: (key) => void tmux('send-keys', key),
    resize: (width, height) => void tmux('resize-window', '-x', `${width}`, '-y', `${height}`),
    close: () => void spawnSync('tmux', ['-L', socket, 'kill-server']),
  }
}
