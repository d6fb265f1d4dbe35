import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { instantAt } from '../model/instant.ts'
import { type HttpAnswer, type HttpRequest, HttpTrouble } from './host.ts'

export const get = (wanted: HttpRequest): Promise<HttpAnswer> => send(wanted, null)

export const post = (wanted: HttpRequest, json: string): Promise<HttpAnswer> => send(wanted, json)

/** One request: no redirects, no compression, a cap on the body and one clock over all of it. */
function send(wanted: HttpRequest, json: string | null): Promise<HttpAnswer> {
  const url = new URL(wanted.url)
  const secure = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const call = (secure ? https : http)(url, {
      method: json === null ? 'GET' : 'POST',
      signal: AbortSignal.timeout(wanted.timeoutMs),
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(wanted.hostName === undefined ? {} : { host: wanted.hostName }),
        ...(wanted.authorization === undefined ? {} : { authorization: wanted.authorization }),
        ...(json === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
      },
      ...(secure && wanted.hostName !== undefined ? { servername: wanted.hostName } : {}),
      ...(secure && wanted.ca !== undefined ? { ca: wanted.ca } : {}),
      agent: false,
    })
    call.on('error', (thrown) => reject(trouble(thrown)))
    call.on('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(new HttpTrouble('other'))
    })
    call.on('response', (answer) => {
      const parts: Buffer[] = []
      let size = 0
      const finish = (cut: boolean) =>
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers['content-type'] ?? '',
          ...dateOf(answer.headers.date),
          ...(answer.headers.location === undefined ? {} : { location: answer.headers.location }),
          body: Buffer.concat(parts).subarray(0, wanted.capBytes),
          cut,
        })
      answer.on('data', (part: Buffer) => {
        parts.push(part)
        size += part.length
        if (size <= wanted.capBytes) return
        finish(true)
        call.destroy()
      })
      answer.on('end', () => finish(false))
      answer.on('error', (thrown) => reject(trouble(thrown)))
    })
    call.end(json ?? undefined)
  })
}

/** RFC 9110, 5.6.7; anything else is no date. */
function dateOf(header: string | undefined): Pick<HttpAnswer, 'date'> {
  const time = Date.parse(header ?? '')
  return Number.isNaN(time) ? {} : { date: instantAt(time) }
}

function trouble(thrown: Error): HttpTrouble {
  const code = (thrown as NodeJS.ErrnoException).code ?? ''
  if (thrown.name === 'TimeoutError' || thrown.name === 'AbortError' || code === 'ETIMEDOUT')
    return new HttpTrouble('timeout')
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new HttpTrouble('name')
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return new HttpTrouble('refused')
  if (/CERT|TLS|SSL|SIGNED|ALTNAME/.test(code)) return new HttpTrouble('tls')
  return new HttpTrouble('other')
}
