import { readKey } from '../input/key-source.ts'
import { readKeyring } from '../input/keyring.ts'
import { PRODUCT_VARIABLES, publicKeyVariable } from '../input/product-variables.ts'
import { onlyOnce } from '../input/standard-input.ts'
import { PRODUCT_IDS } from '../model/decoded.ts'
import { type Finding, warning } from '../model/finding.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { findingLines } from '../present/findings.ts'
import { cloudformation } from '../present/render/cloudformation.ts'
import { compose } from '../present/render/compose.ts'
import { dotenv } from '../present/render/dotenv.ts'
import { ecsSecrets } from '../present/render/ecs-secrets.ts'
import { helmValues } from '../present/render/helm-values.ts'
import { renderJson } from '../present/render/json.ts'
import { keyValue } from '../present/render/key-value.ts'
import { FORMATS, type Snippet, type Wired } from '../present/render/wired.ts'
import { readyProducts } from '../products/registry.ts'
import { pemOf } from '../wire/pem.ts'
import type { Context, Verb } from './command.ts'
import { readWanted, usualSecret, type Wanted } from './render/wanted.ts'

export const render: Verb = {
  uses: ['aws', 'input'],
  define(flags) {
    flags
      .option('--as <form>', 'what the snippet is for', { choices: FORMATS })
      .option('--product <product>', 'whose variables it wires', { choices: PRODUCT_IDS })
      .option('--secret <name[#field]>', 'the secret that holds the key: a name or an ARN')
      .option('--public-key <source>', 'the public key that verifies the license, where it is yours to set', {
        repeatable: true,
        unshown: true,
      })
      .option('--with-value <source>', 'put the key itself into the snippet: lic then PRINTS THE KEY', {
        unshown: true,
      })
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    await readyProducts()
    const wanted = readWanted(options, context.settings)
    if (wanted.publicKey === '-' && wanted.withValue === '-') throw onlyOnce()
    const publicKey = await readPublicKey(wanted, context)
    const key = await readValue(wanted, context)
    const { product, secret } = wanted
    const wired: Wired = {
      product: product.id,
      productName: product.name,
      published: product.published,
      license: PRODUCT_VARIABLES[product.id].licenses[0],
      key: key.text,
      publicKey: publicKey.wired,
      secret,
      region: context.settings.region,
    }
    const snippet = snippetOf(wanted, wired)
    const beside = [...publicKey.findings, ...key.findings]
    return {
      exitCode: 0,
      result: renderJson(wanted.format, wired, snippet, beside),
      text: () => snippet.text,
      asides: [...beside, ...snippet.findings].flatMap(
        (finding) => findingLines(finding, context.paint) as Shown[],
      ),
    }
  },
}

const HELP = `
The key stays where it is: the snippet says where it comes from. Only --with-value prints it, in dotenv, compose and
helm-values. A PEM is written as each form needs it, and read back as it was.

  lic render --as ecs-secrets --product axonflow --secret axonflow/license-key
  lic render --as cloudformation --product terragnos --public-key file:issuer.pem
  lic render --as compose --product atlasai --public-key file:issuer.pem
  (umask 077; lic render --as dotenv --product atlasai --public-key file:issuer.pem --with-value file:new.jwt > .env)

Without --secret, cloudformation has a parameter that is not echoed, and a secret made of it.
`

function snippetOf({ format, product, secret }: Wanted, wired: Wired): Snippet {
  switch (format) {
    case 'ecs-secrets':
      return ecsSecrets(wired, secret ?? usualSecret(product))
    case 'cloudformation':
      return cloudformation(wired)
    case 'compose':
      return compose(wired)
    case 'dotenv':
      return dotenv(wired)
    case 'helm-values':
      if (product.published.helm !== null) return helmValues(wired, product.published.helm)
      throw new LicError(
        'render.not-published',
        says`no Helm chart of ${product.name} is known to be published, so none of its values can be named`,
        says`its variable is ${wired.license}; other forms: ${FORMATS.filter((one) => one !== format).join(', ')}`,
      )
  }
}

async function readPublicKey(
  { product, publicKey: given }: Wanted,
  { host, settings }: Context,
): Promise<{ wired: Wired['publicKey']; findings: readonly Finding[] }> {
  const name = publicKeyVariable(product.id)
  if (name === null) return { wired: null, findings: [] }
  if (given === null) return { wired: { name, pem: null }, findings: [] }
  const { region, profile, pin } = settings
  const { anchors } = await readKeyring(
    {
      publicKeys: [
        { text: given.startsWith(`${product.id}=`) ? given : `${product.id}=${given}`, from: '--public-key' },
      ],
      pin,
      hmacSecret: null,
      region,
      profile,
      products: [],
    },
    host,
  )
  const [anchor] = anchors
  if (anchor?.publicKey.kind !== 'rsa') return { wired: { name, pem: null }, findings: [] }
  return { wired: { name, pem: pemOf(anchor.publicKey.spki) }, findings: anchor.findings ?? [] }
}

/** Reads the key that the snippet is to hold; what this product could not read is not written down as its license. */
async function readValue(
  { product, withValue }: Wanted,
  { host, settings }: Context,
): Promise<{ text: string | null; findings: readonly Finding[] }> {
  if (withValue === null) return { text: null, findings: [] }
  const { region, profile, noInput } = settings
  const given = await readKey(withValue, host, {
    argvKeys: 'refuse',
    ambient: false,
    ask: !noInput,
    region,
    profile,
  })
  const text = product.decode(given.text).kind === 'decoded' ? keyValue(given.text) : null
  if (text === null)
    throw new LicError(
      'render.no-key',
      says`${own(given.from)} holds no key of ${product.name} that could be written down as it is`,
      says`look at it: lic inspect SOURCE --product ${product.id}`,
    )
  const seen = warning(
    'render.holds-key',
    says`standard output holds the license key: it is a secret now, and was not judged`,
    says`judge it: lic check SOURCE --product ${product.id}`,
  )
  return { text, findings: [seen, ...given.findings] }
}
