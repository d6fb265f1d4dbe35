import { couldBeKey, showName } from '../input/may-show.ts'

/**
 * A path as a URI reference (RFC 3986): an absolute one with `file:`, another relative to the repository, so that
 * GitHub finds the file. A part that may be a key pasted by mistake is not shown.
 */
export function artifactUri(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  const encoded = parts.map(segment).join('/')
  return path.startsWith('/') ? `file:///${encoded}` : encoded || '.'
}

const LONE_SURROGATE = /\p{Cs}/gu

const segment = (part: string): string =>
  encodeURIComponent(couldBeKey(part) ? showName(part) : part.replace(LONE_SURROGATE, '\ufffd'))
