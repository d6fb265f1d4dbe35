import { alphaagent } from './alphaagent/vendor.ts'
import { atlasai } from './atlasai/vendor.ts'
import { terragnos } from './terragnos/vendor.ts'
import type { StoryId, TellingVendor, TokenVendor, TokenVendorId, Vendor, VendorId } from './vendor.ts'

export const VENDORS = { terragnos, atlasai } as const satisfies { [V in VendorId]: Vendor } & {
  [V in StoryId]: TellingVendor
}
export const TOKEN_VENDORS = { alphaagent } as const satisfies { [V in TokenVendorId]: TokenVendor }
