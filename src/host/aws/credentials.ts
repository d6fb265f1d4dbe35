import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { says } from '../../model/visible.ts'
import { AwsTrouble } from '../aws-api.ts'
import { brokenLink } from './broken-link.ts'

interface Wishes {
  /** as the user named it; undefined: the one of the environment, or none */
  readonly profile: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly requestHandler: NodeHttpHandler
  readonly logger: object
  /** asks for the code of an MFA device; null where nobody can be asked */
  readonly ask: Ask | null
}

/** Asks a person; null where there is no answer. */
export type Ask = (question: string) => Promise<string | null>

type Chain = ReturnType<typeof defaultProvider>

/** The SDK's own chain; its calls travel as all others do, and its trouble says which link broke. */
export function credentialChain({ profile, env, requestHandler, logger, ask }: Wishes): Chain {
  const chain = defaultProvider({
    ...(profile === undefined ? {} : { profile }),
    logger: logger as never,
    clientConfig: { requestHandler, logger } as never,
    mfaCodeProvider: mfaCodes(ask),
  })
  return async (options) => {
    try {
      return await chain(options)
    } catch (thrown) {
      throw await brokenLink(thrown, profile ?? env.AWS_PROFILE, env)
    }
  }
}

/** Asks once: a role that ends midway must not stop the work with a question that nobody waits for. */
function mfaCodes(ask: Ask | null): (device: string) => Promise<string> {
  let asked = false
  return async (device) => {
    const refuse = (why: string) => new AwsTrouble('mfa', 'sts:AssumeRole', device, why, '', false)
    if (ask === null) throw refuse('NobodyToAsk')
    if (asked) throw refuse('AskedBefore')
    asked = true
    const code = (await ask(says`code of the MFA device ${device}: `))?.trim() ?? ''
    if (!/^\d{6}$/.test(code)) throw refuse('NoCode')
    return code
  }
}
