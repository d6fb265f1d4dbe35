import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { type HttpAnswer, type HttpRequest, HttpTrouble } from './host.ts'

/** One GET: no redirects, no compression, a cap on the body and one clock over all of it. */
export function get(wanted: HttpRequest): Promise<HttpAnswer> {
  const url = new URL(wanted.url)
  const secure = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const call = (secure ? https : http)(url, {
      method: 'GET',
      signal: AbortSignal.timeout(wanted.timeoutMs),
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(wanted.hostName === undefined ? {} : { host: wanted.hostName }),
      },
      ...(secure && wanted.hostName !== undefined ? { servername: wanted.hostName } : {}),
      ...(secure && wanted.ca !== undefined ? { ca: wanted.ca } : {}),
      agent: false,
    })
    call.on('error', (thrown) => reject(trouble(thrown)))
    call.on('response', (answer) => {
      const parts: Buffer[] = []
      let size = 0
      const finish = (cut: boolean) =>
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers['content-type'] ?? '',
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
    call.end()
  })
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
