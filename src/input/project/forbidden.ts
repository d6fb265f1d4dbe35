const TRUST =
  'whom to trust is not for the repository under test to say: --public-key or LIC_PUBLIC_KEY, --pin or LIC_PIN'
const CONSENT = 'consent is given by who runs lic, each time, with a reason: --allow and --reason'
const APPROVAL = 'a plan is approved by who runs lic: --yes'
const COMMAND = 'lic runs nothing that a repository names'
const ENDPOINT =
  'a repository does not say whom lic talks to: variables of the AWS SDK for AWS, --health-url for a runtime'
const CREDENTIALS =
  'whose credentials are used is for who runs lic to say: --profile, or variables of the AWS SDK'
const SECRET = 'keys and secrets do not belong in a repository'
const LOOSER = 'a project file may only tighten'

/** What is refused wherever it stands, with the reason, by its name in small letters alone. */
const REASONS: Readonly<Record<string, string>> = {
  ...named(
    TRUST,
    'publickey',
    'publickeys',
    'anchor',
    'anchors',
    'trust',
    'trustanchors',
    'trusted',
    'pin',
    'pins',
  ),
  ...named(CONSENT, 'allow', 'allows', 'consent', 'consents', 'reasons'),
  ...named(APPROVAL, 'yes', 'approve', 'approved', 'autoapprove', 'noinput', 'force'),
  ...named(
    COMMAND,
    'command',
    'commands',
    'exec',
    'run',
    'script',
    'scripts',
    'shell',
    'hook',
    'hooks',
    'plugins',
  ),
  ...named(
    ENDPOINT,
    'endpoint',
    'endpoints',
    'endpointurl',
    'url',
    'urls',
    'health',
    'healthurl',
    'healthurls',
  ),
  ...named(ENDPOINT, 'healthca', 'healthhostname', 'proxy', 'httpsproxy', 'cabundle', 'webhook', 'webhooks'),
  ...named(CREDENTIALS, 'profile', 'credentials', 'role', 'rolearn', 'accesskeyid', 'secretaccesskey', 'env'),
  ...named(SECRET, 'key', 'keys', 'license', 'licensekey', 'hmacsecret', 'password', 'token'),
  ...named(
    LOOSER,
    'allowunverifiable',
    'formatonly',
    'baseline',
    'ignore',
    'skip',
    'exclude',
    'exitstyle',
    'at',
  ),
}

function named(why: string, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, why]))
}

/** Why a field is refused by its very name, however it is spelled; null where it is only unknown. */
export function whyForbidden(name: string): string | null {
  const plain = name.toLowerCase().replace(/[-_\s]/g, '')
  return Object.hasOwn(REASONS, plain) ? (REASONS[plain] ?? null) : null
}
