import { type Shown, says } from '../model/visible.ts'

interface Misfit {
  readonly pattern: RegExp
  readonly says: Shown
  readonly hint: Shown
}

const check = says`look which variable or field the license is in`
const exposed = says`it has been shown to this command: treat it as exposed if that was not meant`

/** What gets pasted in the place of a license key, by what it begins with. */
const MISFITS: readonly Misfit[] = [
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, says: says`this is a private key`, hint: exposed },
  { pattern: /^-----BEGIN CERTIFICATE-----/, says: says`this is a certificate`, hint: check },
  {
    pattern: /^-----BEGIN/,
    says: says`this is a PEM block, such as a public key`,
    hint: says`a public key that verifies licenses is given with --public-key`,
  },
  { pattern: /^(?:AKIA|ASIA)[A-Z2-7]{16}$/, says: says`this is an AWS access key ID`, hint: check },
  { pattern: /^[A-Za-z0-9/+]{40}$/, says: says`this looks like an AWS secret access key`, hint: exposed },
  { pattern: /^arn:/, says: says`this is an ARN`, hint: says`to read a secret, write secret: before it` },
  { pattern: /^(?:https?|postgres(?:ql)?|redis):\/\//i, says: says`this is a URL`, hint: check },
  {
    pattern: /^\{[\s\S]*\}$/,
    says: says`this is a JSON document`,
    hint: says`name the field that holds the key: secret:ID#FIELD`,
  },
  { pattern: /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/, says: says`this is a JSON Web Token`, hint: check },
  {
    pattern: /^eyJ[\w-]+\.[\w-]+$/,
    says: says`the prefix AXON- is missing`,
    hint: says`copy the key from its first character`,
  },
  { pattern: /^aalk_/, says: says`this is an AlphaAgent license ID or token`, hint: check },
  {
    pattern: /^(?:gh[pousr]_|github_pat_|sk-|xox[abp]-)/,
    says: says`this is a token of another service`,
    hint: exposed,
  },
]

/** What a text that is no license key is, where that can be told. */
export function describeMisfit(text: string): Omit<Misfit, 'pattern'> | null {
  const bare = text.trim()
  if (bare.includes('AXON-')) return null
  return MISFITS.find(({ pattern }) => pattern.test(bare)) ?? null
}
