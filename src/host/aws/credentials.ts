import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { type Shown, says } from '../../model/visible.ts'
import { AwsTrouble } from '../aws-api.ts'
import { brokenLink } from './broken-link.ts'
import { isMetadata, knobsFor, metadataHost } from './metadata.ts'
import type { ProfileSettings } from './profile.ts'

interface Wishes {
  /** as the user named it; undefined: the one of the environment, or none */
  readonly profile: string | undefined
  /** of that profile, or of the default one; null: no file knows it */
  readonly settings: ProfileSettings | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly requestHandler: NodeHttpHandler
  readonly logger: object
  /** asks for the code of an MFA device; null where nobody can be asked */
  readonly ask: Ask | null
  /** is told what is waited for, when that takes more than a moment */
  readonly waits: (says: Shown) => void
}

/** Asks a person; null where there is no answer. */
export type Ask = (question: string) => Promise<string | null>

type Chain = ReturnType<typeof defaultProvider>

const waitingFor = (env: Wishes['env']): Shown =>
  says`looking for AWS credentials: waiting for the instance metadata at ${metadataHost(env)} (AWS_EC2_METADATA_DISABLED=true where there is none)`

/** A moment nobody notices. */
const MOMENT = 700

/** The SDK's own chain; its calls travel as all others do, and its trouble says which link broke. */
export function credentialChain({
  profile,
  settings,
  env,
  requestHandler,
  logger,
  ask,
  waits,
}: Wishes): Chain {
  const named = profile ?? env.AWS_PROFILE
  let asksMetadata = () => {}
  const listening = { ...logger, debug: (told: unknown) => isMetadata(told) && asksMetadata() }
  let found = false
  const chain = defaultProvider({
    ...knobsFor(env, settings),
    ...(profile === undefined ? {} : { profile }),
    logger: listening as never,
    clientConfig: { requestHandler, logger } as never,
    mfaCodeProvider: mfaCodes(ask),
  })
  const resolve: Chain = async (options) => {
    let asked = false
    let clock: NodeJS.Timeout | undefined
    asksMetadata = () => {
      if (!asked && !found) clock = setTimeout(() => waits(waitingFor(env)), MOMENT)
      asked = true
    }
    try {
      const credentials = await chain(options)
      found = true
      return credentials
    } catch (thrown) {
      throw await brokenLink(thrown, named, env, asked)
    } finally {
      clearTimeout(clock)
    }
  }
  return together(resolve)
}

/** Who asks while it is being found out waits for the same answer. */
function together(resolve: Chain): Chain {
  let running: ReturnType<Chain> | undefined
  return (options) => {
    running ??= resolve(options).finally(() => {
      running = undefined
    })
    return running
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
