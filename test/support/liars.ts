import { createServer, type Socket } from 'node:net'

export type Lie = (socket: Socket) => void

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n`

/** Never ends, and is never silent. */
const dripping =
  (first: string, each: string): Lie =>
  (socket) => {
    socket.write(first)
    const timer = setInterval(() => socket.write(each), 15)
    socket.on('close', () => clearInterval(timer))
  }

/** As much as the reader takes. */
const flooding =
  (first: string, each: string): Lie =>
  (socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(each));
    }
    socket.write(first)
    socket.on('drain', more)
    more()
  }

const saying =
  (text: string): Lie =>
  (socket) =>
    socket.end(text)

/** What answers in the place of a server, byte by byte. */
export const LIES: readonly (readonly [string, Lie])[] = [
  ['a first line that never ends', dripping('HTTP/1.1 200 OK', 'x')],
  ['headers one after the other', dripping('HTTP/1.1 200 OK\r\n', 'x: y\r\n')],
  ['a body a byte at a time', dripping(`${HEAD}\r\n{"a":"`, 'a')],
  ['a promised body a byte at a time', dripping(`${HEAD}content-length: 99999\r\n\r\n{"a":"`, 'a')],
  ['a header without end', flooding('HTTP/1.1 200 OK\r\nx: ', 'x'.repeat(65536))],
  ['continue without end', flooding('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100))],
  ['continue now and then', dripping('', 'HTTP/1.1 100 Continue\r\n\r\n')],
  ['a body without end', flooding(`${HEAD}\r\n`, ' '.repeat(65536))],
  ['chunks without end', flooding(CHUNKED, '1\r\n \r\n'.repeat(1000))],
  ['the extension of a chunk without end', flooding(`${CHUNKED}1;`, 'x'.repeat(65536))],
  ['a body cut short', saying(`${HEAD}content-length: 100\r\n\r\n{"a"`)],
  ['chunks cut short', saying(`${CHUNKED}5\r\n{"a"`)],
  ['no chunks', saying(`${CHUNKED}zz\r\n{}`)],
  ['two lengths', saying(`${HEAD}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n`)],
  [
    'another protocol',
    (socket) => socket.write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ],
  ['another server', saying('SSH-2.0-OpenSSH_9\r\n')],
  [
    'the way to elsewhere',
    saying('HTTP/1.1 307 Temporary\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 2\r\n\r\n{}'),
  ],
  ['a reset', (socket) => socket.resetAndDestroy()],
  ['a closed door', saying('')],
  ['silence', () => {}],
]

export interface Liar {
  readonly url: string
  readonly port: number
  /** bytes that it got rid of */
  sent(): number
  connections(): number
  /** resolves when nobody is connected any more */
  left(): Promise<unknown>
  close(): void
}

/** Tells that lie on loopback to whoever asks. */
export async function liar(lie: Lie): Promise<Liar> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {}).once('data', () => lie(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sent: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    connections: () => sockets.length,
    left: () =>
      Promise.all(
        sockets.map((socket) => socket.closed || new Promise((done) => socket.once('close', done))),
      ),
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
