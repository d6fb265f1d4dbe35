import type { TokenVendor } from '../vendor.ts'
import { TOKEN } from './ledger.ts'
import { open } from './page.ts'

/** Studio and Console, as the vendor's page on licensing and telemetry has them. */
export const alphaagent: TokenVendor = {
  kind: 'token',
  id: 'alphaagent',
  name: 'AlphaAgent Studio and Console',
  keyForm: TOKEN,
  roles: [
    { id: 'admin', licenses: true },
    { id: 'member', licenses: false },
  ],
  open,
}
