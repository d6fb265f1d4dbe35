import type { Ask, Scene } from '../../../commands/demo/stage.ts'
import { EXIT } from '../../../model/exit.ts'
import { after, DAY, type Instant, toIso } from '../../../model/instant.ts'
import type { Story } from '../vendor.ts'

const READ: Ask = { method: 'GET', path: '/api/incidents', status: 200 }
const WRITE: Ask = { method: 'POST', path: '/api/incidents', status: 201 }
/** Asks by POST, and writes nothing. */
const SEARCH: Ask = { method: 'POST', path: '/api/search', status: 200 }
const HEALTH: Ask = { method: 'GET', path: '/api/health', status: 200 }

const blocked = (ask: Ask): Ask => ({ ...ask, status: 403 })

const WHERE = [
  '--admin-url',
  '{url}',
  '--admin-token',
  'env:ADMIN_TOKEN',
  '--product',
  'atlasai',
  '--previous',
  '{file:license.jwt}',
]

/** A license that nobody renewed: it ended 65 days ago, so that all of its states lie between then and today. */
export const story: Story = {
  key: { org: 'acme', days: 5 },
  begins: (today) => after(today, -70 * DAY),
  licenses: {
    'renewed.jwt': { org: 'acme', days: 365 },
    'forged.jwt': { org: 'acme', days: 365, forged: true },
    'other-tenant.jwt': { org: 'globex', days: 365 },
  },
  scenes: (today) => {
    const [near, grace, readOnly] = [70, 50, 20].map((days) => after(today, -days * DAY)) as [
      Instant,
      Instant,
      Instant,
    ]
    const check = (says: string, at: Instant, exit: 40 | 41): Scene => ({
      kind: 'command',
      says,
      argv: ['check', '{file:license.jwt}', ...(at === today ? [] : ['--at', toIso(at)])],
      exit,
    })
    const rotate = (says: string, key: string, how: string, exit: 0 | 50): Scene => ({
      kind: 'command',
      says,
      argv: ['rotate', `{file:${key}}`, ...WHERE, how],
      exit,
    })
    const visit = (says: string, at: Instant, ...asks: readonly Ask[]): Scene => ({
      kind: 'visit',
      says,
      at,
      asks,
    })
    return [
      {
        kind: 'command',
        says: 'seventy days ago the license of this Tenant Plane had five days left, and nothing renewed it',
        argv: ['inspect', '{file:license.jwt}', '--at', toIso(near)],
        exit: EXIT.done,
      },
      visit('what the Tenant Plane answered then: active', near, READ, WRITE, SEARCH),
      check('fifteen days after its end', grace, EXIT.grace),
      visit('grace: whatever writes is blocked', grace, READ, blocked(WRITE), SEARCH),
      check('forty-five days after its end', readOnly, EXIT.expired),
      visit('read-only: nothing but GET', readOnly, READ, blocked(WRITE), blocked(SEARCH)),
      check('today', today, EXIT.expired),
      visit('locked: health and the upload of a license, nothing else', today, blocked(READ), HEALTH),
      rotate('a forged license: refused before anything is written', 'forged.jwt', '--yes', EXIT.refused),
      rotate(
        "another tenant's license: genuine, and refused before anything is written",
        'other-tenant.jwt',
        '--yes',
        EXIT.refused,
      ),
      rotate(
        'the vendor has sent a new one: what exactly would be done?',
        'renewed.jwt',
        '--dry-run',
        EXIT.done,
      ),
      rotate('do it, and have the Tenant Plane say that it runs on it', 'renewed.jwt', '--yes', EXIT.done),
      visit('active again, without a restart', today, READ, WRITE, SEARCH),
      {
        kind: 'command',
        says: 'the gate for pipelines, from now on',
        argv: ['check', '{file:renewed.jwt}', '--expect-identity', 'acme', '--fail-on', 'warn'],
        exit: EXIT.done,
      },
    ]
  },
}
