import type { DecodedKey } from '../../model/decoded.ts'
import { after, DAY, toIso } from '../../model/instant.ts'
import { type Shown, says } from '../../model/visible.ts'
import { isSaasToken } from './names.ts'

interface Explained {
  readonly label: string
  readonly says: Shown
}

/** What `inspect` adds in words: the identifiers, where documents and software disagree, and the other build. */
export function explain(key: DecodedKey): readonly Explained[] {
  return isSaasToken(key.tier ?? '', key.audience)
    ? [SAAS_TOKEN]
    : [...identifiers(key), ...expiry(key), COMMUNITY_BUILD]
}

function* identifiers(key: DecodedKey): Generator<Explained> {
  if (key.form === 'signed')
    yield {
      label: 'deployment identity',
      says:
        key.identity === null
          ? says`the key names none; it would have to equal ORG_ID of the agent, which is compared at start`
          : says`${key.identity.value} (${key.identity.field}): names the installation, must equal ORG_ID of the agent, compared at start`,
    }
  else if (key.identity !== null)
    yield {
      label: 'organization',
      says: says`${key.identity.value} (${key.identity.field}): for whom the key was issued`,
    }
  yield {
    label: 'org_id in requests and rows',
    says: says`the customer's account, as in the X-Org-ID header and row-level security; not taken from the license`,
  }
  yield {
    label: 'client_id',
    says: says`the API credential of one request, as in Basic auth and X-Client-ID; one license serves many`,
  }
}

function* expiry({ expires }: DecodedKey): Generator<Explained> {
  if (expires === null) return
  yield {
    label: 'after expiry, In-VPC page',
    says: says`"7-day grace period", days 1-7 "system continues working", from day 8 "agents reject new requests"`,
  }
  yield {
    label: 'after expiry, tiers page',
    says: says`"does not stop working", it "degrades gracefully to Community limits"`,
  }
  yield {
    label: 'after expiry, the software',
    says: says`both, on two clocks: limits are Community's from ${toIso(expires)} on, grace or not; a restart is refused from ${toIso(after(expires, 8 * DAY))} on`,
  }
}

const SAAS_TOKEN: Explained = {
  label: 'SaaS Plugin token',
  says: says`made with another key than licenses, for one tenant of the hosted service, which takes it for 24 hours after its expiry`,
}

const COMMUNITY_BUILD: Explained = {
  label: 'community build',
  says: says`judged as the enterprise build does; the community build checks no audience, and starts as Community wherever this one refuses (DEPLOYMENT_MODE=community checks nothing)`,
}
