import { type Host, type HttpAnswer, HttpTrouble } from '../../host/host.ts'
import { SECOND } from '../../model/instant.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import type { Licensed, Tools } from '../target.ts'

/** An endpoint where the product says something about its license. */
export interface HealthRef {
  readonly url: string
  /** ask for, and verify, this host where the URL names another */
  readonly hostName: string | null
  /** PEM certificates to trust, and the file they are from */
  readonly ca: { readonly pem: string; readonly file: string } | null
}

const CAP = 65_536

/** One question to an endpoint; why there was no answer is an answer, too. */
export function askHealth(
  host: Host,
  { url, hostName, ca }: HealthRef,
  timeoutMs: number,
  capBytes = CAP,
): Promise<HttpAnswer | HttpTrouble> {
  const request = {
    url,
    timeoutMs,
    capBytes,
    ...(hostName === null ? {} : { hostName }),
    ...(ca === null ? {} : { ca: ca.pem }),
  }
  return host.get(request).catch((thrown: unknown) => {
    if (thrown instanceof HttpTrouble) return thrown
    throw thrown
  })
}

/** What of an answer is a runtime's word: not one that was cut, nor one that sends elsewhere, whatever is in it. */
export async function wordIn(
  answer: HttpAnswer,
  product: Pick<Licensed, 'readHealth'>,
): Promise<RuntimeWord | null> {
  const { status, cut, body } = answer
  return cut || (status >= 300 && status < 400) ? null : product.readHealth(body)
}

/** What a runtime said, and where. */
export interface Said {
  readonly url: string
  readonly word: RuntimeWord
}

const BRIEFLY = 2 * SECOND
const TRIES = 2

/** What the runtimes say before anything is done. Silence is no finding: it may be that nothing runs yet. */
export async function hearAll(
  refs: readonly HealthRef[],
  { host, product }: Tools,
): Promise<readonly Said[]> {
  const heard = await Promise.all(
    refs.map(async (ref): Promise<Said | null> => {
      for (let count = 0; count < TRIES; count++) {
        const answer = await askHealth(host, ref, BRIEFLY)
        const word = answer instanceof HttpTrouble ? null : await wordIn(answer, product)
        if (word !== null) return { url: ref.url, word }
      }
      return null
    }),
  )
  return heard.filter((said) => said !== null)
}
