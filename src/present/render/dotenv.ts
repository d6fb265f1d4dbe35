import { says } from '../../model/visible.ts'
import type { Snippet, Wired } from './wired.ts'

/**
 * A PEM stands on one line, in double quotes: Docker Compose and dotenv both put its line breaks back.
 * Source: https://docs.docker.com/compose/env-file/
 */
export function dotenv({ productName, published, license, key, publicKey }: Wired): Snippet {
  const comments = [
    says`${productName}, for .env`,
    ...(publicKey === null
      ? []
      : [says`docker run --env-file reads quotes and \\n as they stand: use Compose`]),
    ...published.cautions,
  ]
  const lines = [
    ...comments.map((line) => `# ${line}`),
    ...(publicKey?.pem ? [`${publicKey.name}="${publicKey.pem.replaceAll('\n', '\\n')}"`] : []),
    ...(key === null
      ? [`# the key itself, after the equals sign, without quotes; take the # away then:`, `#${license}=`]
      : [`${license}=${key}`]),
  ]
  return { text: `${lines.join('\n')}\n`, findings: [] }
}
