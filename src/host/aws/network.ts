import { readFileSync } from 'node:fs'
import type { AgentOptions } from 'node:https'
import { pipeline, type Readable, Transform } from 'node:stream'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { AwsTrouble } from '../aws-api.ts'
import { throughProxy, tunnel, type Way, wayFrom } from './proxy.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What one answer may take. No answer that we ask for comes near the size. */
export interface Limits {
  readonly connectMs: number
  /** until the answer begins, and again until it has ended */
  readonly answerMs: number
  readonly bytes: number
}

const LIMITS: Limits = { connectMs: 5_000, answerMs: 20_000, bytes: 16 << 20 }

/**
 * How requests travel: bounded in time and size, through the proxy and with the certificates that `aws` would use.
 *
 * @param named the profile's own `ca_bundle`, which AWS_CA_BUNDLE outranks
 */
export function network(env: Env, named = '', limits: Limits = LIMITS): NodeHttpHandler {
  const way = wayFrom(env)
  const [says = '', bundle = ''] =
    [
      ['AWS_CA_BUNDLE', env.AWS_CA_BUNDLE],
      ['ca_bundle', named],
      ['REQUESTS_CA_BUNDLE', env.REQUESTS_CA_BUNDLE],
    ].find(([, path]) => path) ?? []
  const options: AgentOptions = {
    keepAlive: true,
    maxSockets: 50,
    ...(bundle === '' ? {} : { ca: readBundle(bundle, says) }),
  }
  return new Bounded(
    limits,
    way,
    way.secure === null ? options : tunnel(way.secure, way, options, limits.connectMs),
  )
}

function readBundle(path: string, says: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new AwsTrouble('ca-bundle', 'configuration', path, says, '', false)
  }
}

class Bounded extends NodeHttpHandler {
  readonly #limits: Limits
  readonly #way: Way

  constructor(limits: Limits, way: Way, httpsAgent: AgentOptions) {
    super({
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      httpsAgent,
    })
    this.#limits = limits
    this.#way = way
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const { response } = await super.handle(throughProxy(request, this.#way), options)
    response.body = bounded(response.body, this.#limits)
    return { response }
  }
}

/** The SDK keeps whole answers in memory and waits for them as long as they go on. */
function bounded(body: Readable, { answerMs, bytes }: Limits): Readable {
  let left = bytes
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length
      if (left >= 0) return done(null, chunk)
      done(Object.assign(new Error(`more than ${bytes} bytes`), { name: 'AnswerTooLarge' }))
    },
  })
  const clock = setTimeout(() => {
    meter.destroy(Object.assign(new Error(`no end after ${answerMs} ms`), { name: 'TimeoutError' }))
  }, answerMs)
  pipeline(body, meter, () => clearTimeout(clock))
  return meter
}
