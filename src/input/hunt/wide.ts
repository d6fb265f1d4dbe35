/**
 * The encoding of a text in UTF-16 by its byte-order mark, as PowerShell writes what a command prints; null for
 * anything else. Such a text is full of NUL bytes, and not binary.
 *
 * @param block its beginning
 */
export function wideEncoding(block: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [one, two] = block
  if (one === 0xff && two === 0xfe) return 'utf-16le'
  return one === 0xfe && two === 0xff ? 'utf-16be' : null
}
