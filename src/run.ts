import { version } from '../package.json'
import type { Host } from './host/host.ts'

/** Runs one command line in the given world; never throws. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  try {
    if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
      await host.stdout.write(`lic ${version}\n`)
      return 0
    }
    if (argv.length === 2 && argv[0] === '--version' && argv[1] === '--json') {
      const { versionJson } = await import('./cli/version.ts')
      await host.stdout.write(versionJson(version, host.machine))
      return 0
    }
    const { dispatch } = await import('./cli/dispatch.ts')
    return await dispatch(argv, host)
  } catch (thrown) {
    return fault(thrown, argv, host)
  }
}

/** Tells of what was thrown; resolves with the exit code. Also for what no promise of `run` rejects with. */
export async function fault(thrown: unknown, argv: readonly string[], host: Host): Promise<number> {
  const { reportThrown } = await import('./cli/fault.ts')
  return reportThrown(thrown, argv, host)
}
