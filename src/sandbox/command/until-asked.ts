import type { Host } from '../../host/host.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'

/** Starts something, tells of it, and closes it when a signal asks for that. */
export async function untilAsked<T extends { close(): Promise<void> }>(
  host: Host,
  start: () => Promise<T>,
  tell: (started: T) => Promise<void>,
): Promise<void> {
  let off = () => {}
  const asked = new Promise<void>((resolve) => {
    off = host.onSignal(() => resolve())
  })
  try {
    const started = await start()
    await tell(started)
    await asked
    await started.close()
  } finally {
    off()
  }
}

export const refusePort =
  (port: number) =>
  (thrown: unknown): never => {
    throw portTrouble(thrown, port)
  }

function portTrouble(thrown: unknown, port: number): unknown {
  const code = (thrown as NodeJS.ErrnoException).code
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return thrown
  const why = code === 'EACCES' ? 'may not be listened on' : 'is in use'
  return new LicError('sandbox.port', says`port ${port} ${why}`, says`leave --port out to take a free one`)
}

/** A word for a shell. */
export const quoted = (value: string): string =>
  /^[\w:/.,=@%+-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
