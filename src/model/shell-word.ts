import { type Shown, visible } from './visible.ts'

/** A word as a shell takes it. */
export const word = (text: string): Shown =>
  /^[\w@%+=:,./-]+$/.test(text) ? visible(text) : (`'${text.split("'").map(visible).join("'\\''")}'` as Shown)
