/**
 * Turns off what Node tells by itself, where it quotes what the program holds: diagnostic reports (arguments,
 * environment, the words of an error), its debug log (the bytes of every stream), the debugger that SIGUSR1 opens a
 * port for, heap snapshots on a signal; and what packages say on the console. Whatever is thrown past every catch goes to `fault`, once, and nowhere else.
 */
export function keepQuiet(process: NodeJS.Process, fault: (thrown: unknown) => void): void {
  if ((process.env.NODE_OPTIONS ?? '') !== '' || process.execArgv.length > 0) turnOff(process)
  if ((process.env.NODE_DEBUG ?? '') !== '') hush(process)
  process.on('SIGUSR1', nothing)
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[name] = nothing
  let told = false
  const once = (thrown: unknown) => {
    if (!told) fault(thrown)
    told = true
  }
  process.on('uncaughtException', once).on('unhandledRejection', once)
}

const nothing = () => {}

/** So early, whoever listens to a signal is Node itself, about to write a report or a snapshot. */
function turnOff(process: NodeJS.Process): void {
  const { report } = process
  report.reportOnUncaughtException = false
  report.reportOnSignal = false
  report.reportOnFatalError = false
  for (const name of process.eventNames())
    if (typeof name === 'string' && name.startsWith('SIG')) process.removeAllListeners(name).on(name, nothing)
}

/** Node reads NODE_DEBUG before us, but writes its lines, `STREAM 4711: ...`, by way of `process.stderr`. */
function hush(process: NodeJS.Process): void {
  const { stderr } = process
  const write = stderr.write.bind(stderr) as (...args: unknown[]) => boolean
  const line = new RegExp(`^\\S+ (\\x1b\\[\\d+m)?${process.pid}(\\x1b\\[\\d+m)?: `)
  stderr.write = (...args: unknown[]) => (line.test(String(args[0])) ? true : write(...args))
}
