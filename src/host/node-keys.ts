/** Single keys of a terminal. One that has gone away sends none, and is no error. */
export function keysOn(stdin: NodeJS.ReadStream, listener: (key: string) => void): () => void {
  const heard = (bytes: Buffer) => {
    for (const key of bytes.toString('latin1')) listener(key)
  }
  stdin.on('error', nothing)
  stdin.on('data', heard)
  mode(stdin, true)
  stdin.resume()
  return () => {
    stdin.off('data', heard)
    mode(stdin, false)
    stdin.pause()
  }
}

const nothing = () => {}

function mode(stdin: NodeJS.ReadStream, raw: boolean): void {
  try {
    stdin.setRawMode(raw)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).syscall === undefined) throw thrown
  }
}
