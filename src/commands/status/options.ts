import { addAdminOptions } from '../deploying/admin.ts'
import { addEnvFileOption } from '../deploying/env-file.ts'
import { addHealthOptions } from '../deploying/health.ts'
import { addClusterOptions, addIdentityOption, addSecretOption } from '../deploying/options.ts'
import { usualWiring } from '../deploying/wiring.ts'
import type { Flags } from '../flags.ts'

/** Where to look, and whose key should be there. */
export function addLookOptions(flags: Flags): void {
  const wiring = usualWiring()
  addSecretOption(flags, wiring)
  addClusterOptions(flags, wiring)
  addHealthOptions(flags)
  addEnvFileOption(flags)
  addAdminOptions(flags)
  flags.option('--allow-unverifiable', 'take a key whose signature cannot be checked as it is')
  addIdentityOption(flags, 'the deployment or organization that the key in place should name')
}
