import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { twoIdentities } from './aws-identities.ts'
import { awsError } from './aws-trouble.ts'
import { bytesOf, type Contents, type RemotePlace } from './contents.ts'
import { showName } from './may-show.ts'
import { type SecretRef, showSecretRef } from './secret-ref.ts'
import { jsonField } from './secret-value.ts'

/** Reads a secret, or one field of it. Only text can be a key. */
export async function readSecret(ref: SecretRef, host: Host, remote: RemotePlace): Promise<Contents> {
  const from = showSecretRef(ref)
  const region = regionOf(ref, remote)
  const text = await fetchSecret(ref, host, { region, profile: remote.profile })
  if (text === null) throw new LicError('source.field', says`${own(from)} is binary; a license key is text`)
  const findings = twoIdentities(host.env, remote.profile)
  if (ref.field === null) return { bytes: bytesOf(text), from, place: null, findings }
  const found = jsonField(text, ref.field)
  if (found.kind !== 'found')
    throw new LicError(
      'source.field',
      says`${own(from)}: ${own(NOT_FOUND[found.kind])}`,
      says`name a field that holds text, secret:ID#FIELD, or none where the whole secret is the key`,
    )
  const place = showSecretRef({ ...ref, field: null })
  return { bytes: bytesOf(found.value), from, place, findings, name: ref.field, document: true }
}

const NOT_FOUND = {
  'not-json': says`the secret is not a JSON object`,
  missing: says`the document has no such field`,
  'not-text': says`the field holds no text`,
  twice: says`the document has that field twice`,
} as const

function regionOf(ref: SecretRef, remote: RemotePlace): string | null {
  if (ref.region === null || remote.region === null || ref.region === remote.region)
    return ref.region ?? remote.region
  throw new LicError(
    'usage.argument',
    says`the secret is in ${own(showName(ref.region))}, and --region says ${own(showName(remote.region))}`,
    says`leave --region out: the ARN names the Region`,
  )
}

async function fetchSecret(ref: SecretRef, host: Host, remote: RemotePlace): Promise<string | null> {
  const { region, profile } = remote
  const known = {
    region: region ?? host.env.AWS_REGION ?? null,
    profile: profile ?? host.env.AWS_PROFILE ?? null,
  }
  try {
    const aws = await host.aws({
      ...(region === null ? {} : { region }),
      ...(profile === null ? {} : { profile }),
    })
    const { text } = await aws.secrets.get(ref.id, ref.which)
    return text
  } catch (thrown) {
    throw awsError(thrown, { ...known, version: labelOf(ref) })
  }
}

/** What was asked for beside the secret itself, where that was not the usual. */
const labelOf = ({ which }: SecretRef): Shown | null =>
  'version' in which
    ? says`version ${own(showName(which.version))}`
    : which.stage === 'AWSCURRENT'
      ? null
      : says`a version labelled ${own(showName(which.stage))}`
