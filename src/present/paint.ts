import { Chalk } from 'chalk'
import type { Paint, Tone } from './look.ts'

const chalk = new Chalk({ level: 1 })

const TONES = {
  good: chalk.green,
  bad: chalk.red,
  attention: chalk.yellow,
  quiet: chalk.dim,
  strong: chalk.bold,
  plain: (text: string) => text,
} as const satisfies Record<Tone, (text: string) => string>

export const colorPaint: Paint = (tone, text) => TONES[tone](text)
