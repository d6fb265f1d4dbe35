/** Where identifiers come from: a number in the world, so that two clones go on alike. */
export interface Chance {
  chance: number
}

/** The next 32 bits of a small seeded generator (mulberry32). */
export function draw(from: Chance): number {
  from.chance = (from.chance + 0x6d2b79f5) >>> 0
  let bits = from.chance
  bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
  return (bits ^ (bits >>> 14)) >>> 0
}

const pick = (from: Chance, alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet[draw(from) % alphabet.length]).join('')

export const hex = (from: Chance, count: number): string => pick(from, '0123456789abcdef', count)

/** The six characters at the end of a secret's ARN. */
export const arnSuffix = (from: Chance): string =>
  pick(from, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 6)

export const deploymentId = (from: Chance): string =>
  `ecs-svc/${1 + (draw(from) % 9)}${pick(from, '0123456789', 18)}`

export const serviceDeploymentId = (from: Chance): string =>
  pick(from, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', 21)

export const revisionId = (from: Chance): string => pick(from, '123456789', 19)

export function uuid(from: Chance): string {
  const digits = hex(from, 32)
  const variant = '89ab'[draw(from) % 4]
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-')
}
