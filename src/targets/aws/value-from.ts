/** What an ECS `valueFrom` points to, as the agent reads it. All text is raw. */
type ValueFrom =
  | {
      readonly kind: 'secret'
      /** up to the name: full, or without the six last characters */
      readonly arn: string
      readonly region: string
      readonly field: string | null
      /** null: AWSCURRENT */
      readonly stage: string | null
      readonly version: string | null
    }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly why: string | null }

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

/** After `secret:` stands the name alone or with exactly three more fields; what is no ARN is an SSM parameter. */
export function readValueFrom(text: string): ValueFrom {
  if (!text.startsWith('arn:')) return { kind: 'parameter', name: text }
  const parts = text.split(':')
  const [, , service, region = '', , kind] = parts
  if (service === 'ssm') return { kind: 'parameter', name: text }
  if (service !== 'secretsmanager' || kind !== 'secret') return { kind: 'unreadable', why: null }
  if (parts.length !== 7 && parts.length !== 10)
    return { kind: 'unreadable', why: `after "secret:" stand one field or four, not ${parts.length - 6}` }
  return {
    kind: 'secret',
    arn: parts.slice(0, 7).join(':'),
    region,
    field: orNull(parts[7]),
    stage: orNull(parts[8]),
    version: orNull(parts[9]),
  }
}

const SUFFIX = /^-[A-Za-z0-9]{6}$/

/** Whether an ARN in a task definition, full or partial, is this secret. A secret made anew has another suffix. */
export const sameSecret = (arn: string, secretArn: string): boolean =>
  arn === secretArn || (secretArn.startsWith(arn) && SUFFIX.test(secretArn.slice(arn.length)))

/** A secret's ARN up to its name, as far as one can tell. */
export const withoutSuffix = (arn: string): string => arn.replace(/-[A-Za-z0-9]{6}$/, '')
