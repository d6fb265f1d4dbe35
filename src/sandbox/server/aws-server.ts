import type { Instant } from '../../model/instant.ts'
import { answer } from '../in-process.ts'
import type { World } from '../world/world.ts'
import { type Listener, listen, plain, RESET, type Reply, type Request } from './listen.ts'

/** What the endpoint does beside AWS, under its own path. */
const ADMIN_PATH = '/_lic/'

interface Endpoint {
  readonly port: number
  readonly world: () => World
  readonly now: () => Instant
  /** seconds inside for each second outside */
  readonly speed: number
  readonly admin: (request: Request) => Reply
}

/** The AWS endpoint: one address for every service, as `AWS_ENDPOINT_URL` wants it. */
export const serveAws = (endpoint: Endpoint): Promise<Listener> =>
  listen(endpoint.port, (request) => {
    if (request.url.pathname.startsWith(ADMIN_PATH)) return endpoint.admin(request)
    if (request.method !== 'POST') return plain(404, 'this is the AWS of lic sandbox: POST to it')
    const arrival = answer(endpoint.world(), endpoint.now(), {
      target: request.headers['x-amz-target'],
      contentType: request.headers['content-type'] ?? '',
      body: request.body,
    })
    if (!arrival)
      return plain(
        404,
        'no such AWS service here: Secrets Manager, ECS, STS, CloudWatch Logs and Application Auto Scaling are',
      )
    return { ...(arrival.wire ?? RESET), after: arrival.delay / endpoint.speed }
  })
