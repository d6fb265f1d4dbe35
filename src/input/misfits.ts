import { type Finding, warning } from '../model/finding.ts'
import { type Shown, says } from '../model/visible.ts'

const look = says`look which variable or field the license is in`
const exposed = says`it has been shown to this command: treat it as exposed if that was not meant`

const misfit = (pattern: RegExp, what: Shown, hint: Shown): readonly [RegExp, Finding] => [
  pattern,
  warning('source.wrong-thing', what, hint),
]

/** What gets pasted or set in the place of a license key, by its shape. */
const MISFITS: readonly (readonly [RegExp, Finding])[] = [
  misfit(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, says`this is a private key`, exposed),
  misfit(/^[A-Za-z0-9/+]{40}$/, says`this looks like an AWS secret access key`, exposed),
  misfit(
    /^(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[abp]-)/,
    says`this is a token of another service`,
    exposed,
  ),
  misfit(
    /^-----BEGIN (?:[A-Z]+ )?PUBLIC KEY-----/,
    says`this is a public key`,
    says`one that verifies licenses is given with --public-key`,
  ),
  misfit(/^[a-z][a-z0-9+.-]*:\/\//i, says`this is a URL`, look),
  misfit(
    /^\$(?:\w+|\{\w+\}|\{\{.*\}\}|\(.*\))$|^%\w+%$|^\{\{.*\}\}$/,
    says`this is the name of a variable that was not replaced by its value`,
    says`single quotes keep a shell from replacing it; in a file, use what reads the file to do it`,
  ),
  misfit(/^\*{3,}$/, says`a build server put asterisks here in place of a secret`, look),
  misfit(
    /^(?:null|undefined|none|nil|changeme|todo)$/i,
    says`this is a word for nothing, as programs write it`,
    says`a template or a program found no value for the license`,
  ),
]

/** What a text that is no license key is, where that can be told. */
export function describeMisfit(text: string): readonly Finding[] {
  const bare = text.trim()
  if (bare.includes('AXON-')) return []
  const found = MISFITS.find(([pattern]) => pattern.test(bare))
  return found ? [found[1]] : []
}
