import { atlasai } from './atlasai/vendor.ts'
import { terragnos } from './terragnos/vendor.ts'
import type { Vendor, VendorId } from './vendor.ts'

export const VENDORS = { terragnos, atlasai } as const satisfies { [V in VendorId]: Vendor }
