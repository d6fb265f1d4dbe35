import type { VendorBox } from '../../../src/sandbox/vendors/start.ts'

export interface Heard {
  readonly status: number
  readonly body: unknown
}

/** One request over a real socket; an answer that is no JSON comes as its text. */
export async function ask(
  { url, tokens }: Pick<VendorBox, 'url' | 'tokens'>,
  line: string,
  how: { readonly as?: string; readonly json?: unknown } = {},
): Promise<Heard> {
  const [method = 'GET', path = '/'] = line.split(' ')
  const token = how.as === undefined ? undefined : (tokens[how.as] ?? how.as)
  const answer = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(how.json === undefined ? {} : { body: JSON.stringify(how.json) }),
  })
  const text = await answer.text()
  const json = answer.headers.get('content-type') === 'application/json'
  return { status: answer.status, body: json ? JSON.parse(text) : text }
}

/** The HTTP statuses of several requests, one after the other. */
export async function statuses(
  box: Pick<VendorBox, 'url' | 'tokens'>,
  as: string,
  lines: readonly string[],
): Promise<readonly number[]> {
  const heard: number[] = []
  for (const line of lines) heard.push((await ask(box, line, { as })).status)
  return heard
}
