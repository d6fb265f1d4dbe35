/** Where one field of a JSON document stands: its text, and the span of the JSON string, quotes included. */
export type FieldFound =
  | { readonly kind: 'found'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-text' }
  | { readonly kind: 'twice' }

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\],:]+/g

/**
 * Finds a field at the top level of a JSON object, so that it can be read, or replaced and nothing else
 * touched: `document.slice(0, start) + JSON.stringify(text) + document.slice(end)`.
 */
export function jsonField(document: string, field: string): FieldFound {
  if (!isJsonObject(document)) return { kind: 'not-json' }
  const found: FieldFound[] = []
  let depth = 0
  let name: string | null = null
  let before = ''
  for (const match of document.matchAll(TOKEN)) {
    const [token] = match
    if (depth === 1 && before === ':' && name === field) found.push(valueAt(token, match.index))
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (depth === 1 && token.startsWith('"') && before !== ':') name = JSON.parse(token) as string
    before = token
  }
  return found.length > 1 ? { kind: 'twice' } : (found[0] ?? { kind: 'missing' })
}

const valueAt = (token: string, start: number): FieldFound =>
  token.startsWith('"')
    ? { kind: 'found', value: JSON.parse(token) as string, start, end: start + token.length }
    : { kind: 'not-text' }

function isJsonObject(document: string): boolean {
  try {
    const value: unknown = JSON.parse(document)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
