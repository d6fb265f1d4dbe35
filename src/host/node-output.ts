import type { Output } from './host.ts'

/** A process stream. Once its reader has gone, what is written goes nowhere: a closed pipe is not an error. */
export function nodeOutput(open: () => NodeJS.WriteStream, terminal: boolean): Output {
  let stream: NodeJS.WriteStream | undefined
  let gone = false
  const get = () => {
    if (!stream) {
      stream = open()
      stream.on('error', () => {
        gone = true
      })
    }
    return stream
  }
  return {
    terminal,
    get width() {
      return terminal ? (get().columns ?? 80) : 80
    },
    write: (text) =>
      new Promise((resolve) => {
        if (gone || text === '') return resolve()
        if (get().write(text)) return resolve()
        get().once('drain', resolve).once('error', resolve).once('close', resolve)
      }),
  }
}
