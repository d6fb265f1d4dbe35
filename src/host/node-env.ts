type Env = Readonly<Record<string, string | undefined>>

/** Licenses, and what proves or guards them. What AWS needs stays: its own commands for credentials read it. */
const OURS = /LICEN[CS]E|^LIC_|^ADMIN_TOKEN$|^BYOC_API_KEY$/i
const NAMED = /(?:^|=)env:(.+)/s

/**
 * The environment as it was at the start. Licenses are taken out of the process's own then, which child
 * processes inherit and Node's diagnostic reports print; so is any variable that the command line names as a source.
 */
export function takeEnvironment(process: NodeJS.Process): Env {
  const env = { ...process.env }
  const named = new Set(process.argv.map((word) => NAMED.exec(word)?.[1]))
  for (const name of Object.keys(env)) if (OURS.test(name) || named.has(name)) delete process.env[name]
  return env
}
