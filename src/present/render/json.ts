import type { Json } from '../../model/answer.ts'
import type { Finding } from '../../model/finding.ts'
import { findingJson } from '../findings.ts'
import type { Format, Snippet, Wired } from './wired.ts'

/** How a format goes without the key: it names where that comes from, or leaves it to be filled in. */
const WITHOUT_KEY = {
  'ecs-secrets': 'reference',
  cloudformation: 'reference',
  compose: 'reference',
  dotenv: 'left-out',
  'helm-values': 'left-out',
} as const satisfies Record<Format, string>

/** `{ format, product, snippet, holdsKey, variables: [{ name, carries, by }], findings }` */
export const renderJson = (
  format: Format,
  { product, license, key, publicKey }: Wired,
  { text, findings }: Snippet,
  beside: readonly Finding[],
): Json => ({
  format,
  product,
  snippet: text,
  holdsKey: key !== null,
  variables: [
    { name: license, carries: 'license', by: key === null ? WITHOUT_KEY[format] : 'value' },
    ...(publicKey === null
      ? []
      : [
          { name: publicKey.name, carries: 'public-key', by: publicKey.pem === null ? 'reference' : 'value' },
        ]),
  ],
  findings: [...beside, ...findings].map(findingJson),
})
