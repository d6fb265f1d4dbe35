import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { showName } from './may-show.ts'

/** One value in Secrets Manager. */
export interface SecretRef {
  /** a name, a full ARN, or an ARN without its six last characters */
  readonly id: string
  /** the Region that an ARN names */
  readonly region: string | null
  /** a field of a JSON document; null: the whole text */
  readonly field: string | null
  readonly which: { readonly stage: string } | { readonly version: string }
}

const CURRENT = 'AWSCURRENT'

/**
 * Reads `ID[#json-key][?stage=…|version=…]`, or an ECS `valueFrom`: a full ARN, after whose name stand either
 * nothing or exactly `:json-key:version-stage:version-id`, each of which may be empty.
 */
export function parseSecretRef(text: string): SecretRef {
  const [, before = '', query] = /^([^?]*)(?:\?(.*))?$/s.exec(text) ?? []
  const hash = before.indexOf('#')
  const id = hash < 0 ? before : before.slice(0, hash)
  const field = hash < 0 ? null : before.slice(hash + 1)
  if (id === '' || field === '') throw malformed(says`a secret needs a name: secret:NAME`)
  if (id.startsWith('arn:')) return fromArn(id, field, query)
  if (id.includes(':')) throw malformed(says`a secret's name has no colon; a valueFrom is a full ARN`)
  return { id, region: null, field, which: whichOf(query) ?? { stage: CURRENT } }
}

function fromArn(arn: string, field: string | null, query: string | undefined): SecretRef {
  const parts = arn.split(':')
  const [, , service, region = '', , kind] = parts
  if (service === 'ssm')
    throw malformed(says`this ARN names an SSM parameter, not a secret of Secrets Manager`)
  if (service !== 'secretsmanager' || kind !== 'secret' || (parts.length !== 7 && parts.length !== 10))
    throw malformed(
      says`this is no ARN of a secret: after "secret:" stands the name, alone or with exactly three more fields`,
    )
  const [jsonKey = '', stage = '', version = ''] = parts.slice(7)
  const asked = whichOf(query)
  if (
    (field !== null && jsonKey !== '') ||
    (asked && (stage !== '' || version !== '')) ||
    (stage !== '' && version !== '')
  )
    throw malformed(says`this names a field, a stage or a version twice`)
  return {
    id: parts.slice(0, 7).join(':'),
    region: region === '' ? null : region,
    field: field ?? (jsonKey === '' ? null : jsonKey),
    which: asked ?? (version !== '' ? { version } : { stage: stage === '' ? CURRENT : stage }),
  }
}

function whichOf(query: string | undefined): SecretRef['which'] | null {
  if (query === undefined) return null
  const [, name, value = ''] = /^(stage|version)=(.+)$/s.exec(query) ?? []
  if (name === 'stage') return { stage: value }
  if (name === 'version') return { version: value }
  throw malformed(says`after "?" stands stage=… or version=…`)
}

const malformed = (why: Shown): LicError =>
  new LicError(
    'source.unknown',
    why,
    says`write secret:axonflow/license-key, secret:NAME#json-key or secret:NAME?stage=AWSPREVIOUS`,
  )

/** `secret axonflow/license-key, field license, AWSCURRENT` */
export function showSecretRef({ id, field, which }: SecretRef): Shown {
  const name = says`secret ${own(showName(id))}`
  const part = field === null ? name : says`${own(name)}, field ${own(showName(field))}`
  return 'stage' in which
    ? says`${own(part)}, ${own(showName(which.stage))}`
    : says`${own(part)}, version ${own(showName(which.version))}`
}
