import type { Host } from '../../host/host.ts'
import { isKeyLike } from '../../input/may-show.ts'
import { LICENSE_VARIABLES } from '../../input/product-variables.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { Wiring } from '../../products/product.ts'

const ENV_FILES = ['.env', '.env.local', '.env.production', '.env.staging', '.env.example'] as const
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const
const LARGEST = 1 << 20
/** A variable and its value, in a file of variables or in a Compose file. */
const LINE = /^[\s-]*(?:export\s+)?["']?([A-Z_]{3,40})["']?\s*[=:]\s*(.*?)\s*$/

interface InFiles {
  readonly seen: readonly Shown[]
  /** the one that all files that say one name for the agent; else null */
  readonly identity: string | null
}

/** Lines of well-known files here that name a license variable; never what they set it to. */
export async function inFiles(
  { files }: Pick<Host, 'files'>,
  { identityVariable }: Wiring,
): Promise<InFiles> {
  const seen: Shown[] = []
  const identities = new Set<string>()
  for (const path of [...ENV_FILES, ...COMPOSE_FILES]) {
    const file = await files.read(path, LARGEST).catch(() => null)
    if (file === null || file.bytes.length > LARGEST) continue
    const lines = Buffer.from(file.bytes).toString('latin1').split('\n')
    lines.forEach((line, at) => {
      const [, name = '', value = ''] = LINE.exec(line) ?? []
      const plain = value.replace(/^(["'])(.*)\1$/, '$2')
      if (name === identityVariable && /^[\w.-]{1,100}$/.test(plain) && !isKeyLike(plain))
        identities.add(plain)
      if (!LICENSE_VARIABLES.includes(name)) return
      const use = (ENV_FILES as readonly string[]).includes(path)
        ? says`; check it: lic check ${`dotenv:${path}#${name}`}`
        : says``
      seen.push(`${says`${path}, line ${at + 1}: ${name}`}${use}` as Shown)
    })
  }
  const [identity = null] = identities
  return { seen, identity: identities.size === 1 ? identity : null }
}
