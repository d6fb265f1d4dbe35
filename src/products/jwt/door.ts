import { begins, type KeyText } from '../../model/key-text.ts'

/** `{"alg":` and `{"typ":`, as nearly every header begins. */
const HEADERS = ['eyJhbGci', 'eyJ0eXAi']
const NEAR = 80

/** Whether a text looks like a JWT, also one that was cut or that something was pasted around. */
export function looksLikeJwt(text: KeyText): boolean {
  const whole = text.reveal()
  if (begins(whole, HEADERS[0] ?? '')) return true
  if (begins(whole, 'AXON-')) return false
  const near = whole.slice(0, NEAR)
  return HEADERS.some((header) => near.includes(header)) || /^\s*eyJ[\w-]*\.[\w-]*\.[\w-]*\s*$/.test(whole)
}
