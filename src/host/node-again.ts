import { spawn } from 'node:child_process'

/** Runs this same program again, on the same streams or on none, with some variables added to the environment. */
export function again(
  process: NodeJS.Process,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  aloud: boolean,
): Promise<number> {
  const [, program = ''] = process.argv
  const child = spawn(process.execPath, [...process.execArgv, program, ...argv], {
    stdio: aloud ? 'inherit' : 'ignore',
    env: { ...process.env, ...env },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
