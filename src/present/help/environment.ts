import type { Topic } from './topic.ts'

export const environment: Topic = {
  name: 'environment',
  title: 'environment variables',
  intro: [
    'An option on the command line wins over a variable, a variable over lic.config.json (lic help config), and that over the default. With --debug, commands say where each of their settings came from.',
  ],
  sections: [
    {
      title: 'settings',
      entries: [
        [
          'LIC_PUBLIC_KEY',
          'public keys to trust beside the built-in ones, as --public-key takes them; several parted by spaces or commas',
        ],
        ['LIC_PIN', 'as --pin: the SHA-256 that a given public key must have'],
        ['LIC_PLATFORM', 'as --platform: the version whose rules judge'],
        ['LIC_PRODUCT', 'as --product: whose license it is, where that cannot be told'],
        ['LIC_HEARTBEAT_LIMITS', 'as --heartbeat-limits: after how long without a heartbeat what follows'],
        ['LIC_SANDBOX_URL', 'the product that lic sandbox --product runs, for lic sandbox issue'],
      ],
    },
    {
      title: "the products' own",
      entries: [
        ['AXONFLOW_LICENSE_KEY', 'a license of AxonFlow, read where no source is named'],
        ['AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY', 'the public key of SaaS Plugin tokens'],
        ['ORG_ID', 'of AxonFlow: whom the agent takes itself to be; lic doctor compares it with the key'],
        ['DEPLOYMENT_MODE', 'of AxonFlow: with community no key is checked, as lic doctor says'],
        ['LICENSE_KEY', 'a license of Terragnos'],
        ['LICENSE_PUBLIC_KEY', 'the public key that came with it'],
        ['LICENSE_STORAGE_SECRET', 'of Terragnos: its length alone is looked at'],
        ['ATLASAI_LICENSE_KEY', 'a license of AtlasAI'],
        ['CP_LICENSE_PUBLIC_KEY', 'the public key that came with it'],
        ['ATLASAI_OFFLINE_MODE', 'of AtlasAI: with 1 nothing renews a license'],
        [
          'LICENSE_PHONE_HOME_INTERVAL_MS',
          'of AtlasAI: how often a license is renewed; lic doctor looks whether it makes sense',
        ],
        ['LICENSE_TOKEN', 'a License Token of AlphaAgent'],
      ],
    },
    {
      title: 'Docker Compose, for lic doctor',
      entries: [
        ['COMPOSE_FILE', 'the Compose files, parted by colons or by COMPOSE_PATH_SEPARATOR'],
        ['COMPOSE_ENV_FILES', 'the files of variables in place of .env, parted by commas'],
      ],
    },
    {
      title: 'output',
      entries: [
        ['NO_COLOR', 'when not empty: no colour'],
        [
          'FORCE_COLOR',
          'when not empty: colour, also where there is no terminal; 0 or false: none. Wins over NO_COLOR',
        ],
        ['TERM=dumb', 'nothing is drawn'],
      ],
    },
    {
      title: 'AWS',
      entries: [
        [
          'AWS_REGION, AWS_PROFILE, ...',
          "credentials, Region, profile, SSO, roles and endpoints are the AWS SDK's own chain and variables",
        ],
        [
          'HTTPS_PROXY, NO_PROXY, ...',
          'the proxy on the way to AWS, signing in too (HTTP_PROXY: where an endpoint is without TLS)',
        ],
        [
          'AWS_CA_BUNDLE',
          'a file with the certificates to trust, in the place of the built-in ones; else ca_bundle of the profile, else REQUESTS_CA_BUNDLE',
        ],
        [
          'AWS_METADATA_SERVICE_TIMEOUT, ...',
          'how long the metadata of an EC2 instance is waited for, in seconds (AWS_METADATA_SERVICE_NUM_ATTEMPTS: how often); AWS_EC2_METADATA_DISABLED=true: not at all',
        ],
        ['AWS_ENDPOINT_URL', 'another endpoint, such as the one that lic sandbox prints'],
      ],
    },
    {
      title: "Node's own",
      entries: [
        [
          'NODE_DEBUG',
          'not followed: what Node writes then quotes what it sends and reads. --debug names each call, and no values',
        ],
        [
          'NODE_OPTIONS=--report-...',
          'diagnostic reports and heap snapshots on a signal are turned off as soon as lic runs. What Node does before that, or as it runs out of memory (--heapsnapshot-near-heap-limit, a core file), holds what memory holds: do not ask for it on a machine that is not yours alone',
        ],
        [
          'commands that lic runs',
          'for credentials, to restart, git: get no variable whose name has LICENSE in it or begins with LIC_, nor one that is named as env:NAME',
        ],
      ],
    },
  ],
}
