/** The partition of AWS that a Region lies in, as Regions are named; the public one where none is known. */
export function partitionOfRegion(region: string | null): string {
  if (region?.startsWith('cn-')) return 'aws-cn'
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
