import { after, DAY, type Instant } from '../../src/model/instant.ts'
import type { Secret } from '../../src/sandbox/world/secrets/nouns.ts'

/** Versions from before, the newest first: each a day older than the one before it; ids begin with 11111111, 22222222, … */
export function addOlderVersions(
  secret: Secret,
  older: readonly { readonly labels: readonly string[]; readonly text: string }[],
  now: Instant,
): void {
  older.forEach(({ labels, text }, index) => {
    const id = `${String(index + 1).repeat(8)}-0000-4000-8000-000000000000`
    const kind = text === '(binary)' ? 'binary' : 'string'
    secret.versions.unshift({
      id,
      created: after(now, -(index + 1) * DAY),
      content: { kind, text: kind === 'binary' ? 'AAAA' : text },
      accessed: null,
    })
    for (const label of labels) secret.labels.set(label, id)
  })
}
