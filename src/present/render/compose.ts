import { type Shown, says } from '../../model/visible.ts'
import type { Snippet, Wired } from './wired.ts'
import { block, quoted, yamlText } from './yaml.ts'

/**
 * Source: https://docs.docker.com/reference/compose-file/interpolation: `${NAME:?why}` stops where NAME is unset or empty,
 * so that nothing starts without its license unnoticed.
 */
export function compose(wired: Wired): Snippet {
  const { productName, published, license, key, publicKey } = wired
  const environment = {
    [license]: key === null ? required(license) : quoted(key),
    ...(publicKey === null
      ? {}
      : { [publicKey.name]: publicKey.pem === null ? required(publicKey.name) : block(publicKey.pem) }),
  }
  const names = published.composeServices ?? ['SERVICE']
  const from = [
    ...(key === null ? [license] : []),
    ...(publicKey !== null && publicKey.pem === null ? [publicKey.name] : []),
  ]
  const comments: Shown[] = [
    says`${productName}, for docker-compose.yml`,
    ...(from.length === 0
      ? []
      : [
          says`${from.join(' and ')} ${from.length === 1 ? 'comes' : 'come'} from the shell or from the file .env beside it`,
        ]),
    ...(published.composeServices === null
      ? [says`SERVICE stands for yours: what ${productName} calls its services in Compose is not published`]
      : []),
    ...published.cautions,
  ]
  const services = Object.fromEntries(names.map((name) => [name, { environment }]))
  return { text: yamlText({ services }, comments), findings: [] }
}

const required = (name: string): string => `\${${name}:?is not set}`
