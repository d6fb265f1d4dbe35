import { createHmac, randomUUID } from 'node:crypto'
import { after, type Instant, instantAt, toIso } from '../../../src/model/instant.ts'
import { alphaagent } from '../../../src/sandbox/vendors/alphaagent/vendor.ts'
import {
  startTokenVendor,
  type TokenVendorBox,
  type TokenVendorOptions,
} from '../../../src/sandbox/vendors/start.ts'
import { ask, type Heard } from './asking.ts'

export const NOON = instantAt(Date.UTC(2026, 10, 23, 12))

export interface Running extends TokenVendorBox {
  /** the public ID and the secret of its license */
  readonly id: string
  readonly secret: string
  pass(milliseconds: number): void
  /** GET /_lic/state */
  state(): Promise<Seen>
  /** POST /_lic/NAME */
  does(name: string, json?: unknown): Promise<Seen>
  /** whatever was answered since the start */
  readonly heard: readonly string[]
}

export interface Seen {
  readonly now: string
  readonly connected: boolean
  readonly studio: Readonly<Record<string, unknown>>
  readonly console: Readonly<Record<string, unknown>> | null
}

export async function started(options: TokenVendorOptions = {}): Promise<Running> {
  const clock = { now: NOON }
  const box = await startTokenVendor(alphaagent, { now: () => clock.now, ...options })
  const heard: string[] = []
  const [id = '', secret = ''] = box.key.split('.')
  const seen = async (line: string, json?: unknown): Promise<Seen> => {
    const { status, body } = await ask(box, line, json === undefined ? {} : { json })
    heard.push(JSON.stringify(body))
    if (status !== 200) throw new Error(`${line}: ${status}`)
    return body as Seen
  }
  return {
    ...box,
    id,
    secret,
    heard,
    pass: (milliseconds) => {
      clock.now = after(clock.now, milliseconds)
    },
    state: () => seen('GET /_lic/state'),
    does: (name, json) => seen(`POST /_lic/${name}`, json),
  }
}

export interface Sent {
  readonly path: string
  readonly body: string
  readonly signature: string
}

/** A message as the sandbox's own Studio signs it, made by another hand. */
export function message(
  box: Running,
  what: 'activations' | 'heartbeats' | 'usage',
  fields: object = {},
  how: {
    readonly id?: string
    readonly secret?: string
    readonly at?: Instant
    readonly nonce?: string
  } = {},
): Sent {
  const path = `/console/api/${what}`
  const body = JSON.stringify({
    license_id: how.id ?? box.id,
    timestamp: toIso(how.at ?? box.now()),
    nonce: how.nonce ?? randomUUID(),
    ...fields,
  })
  const signature = createHmac('sha256', how.secret ?? box.secret)
    .update(`message\n${path}\n${body}`)
    .digest('hex')
  return { path, body, signature }
}

/** The answer, and whether it is signed by the Console. */
export async function send(
  box: Running,
  { path, body, signature }: Sent,
): Promise<Heard & { signed: boolean }> {
  const answer = await fetch(new URL(path, box.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-aalk-signature': signature },
    body,
  })
  const text = await answer.text()
  const expected = createHmac('sha256', box.secret)
    .update(`answer\n${path}\n${answer.status}\n${text}`)
    .digest('hex')
  const { nonce: _nonce, ...rest } = JSON.parse(text)
  return { status: answer.status, body: rest, signed: answer.headers.get('x-aalk-signature') === expected }
}
