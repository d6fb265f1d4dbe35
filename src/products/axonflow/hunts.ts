import type { Hunt } from '../../model/hunt.ts'

/** A signature is 86 characters, so a signed key ends there whatever follows it. */
export const hunts: readonly Hunt[] = [
  {
    prefix: 'AXON-',
    whole: [
      /AXON-[\w-]+\.[\w-]{86}/y,
      /AXON-V2-[\w-]+-[0-9a-f]{8}(?![\w-])/y,
      /AXON-[A-Z]{2,12}-[\w-]+-\d{8}-[0-9a-fA-F]{6,64}(?![\w-])/y,
    ],
    other: /AXON-(?:[\w-]{6,}[\w.-]*|\.{2,}|\xe2\x80\xa6|[<{[][\w -]{2,40}[>}\]])/y,
    shared: false,
  },
]
