import { expect, test } from 'vitest'
import { axonflow } from '../../../src/products/axonflow/product.ts'

const PAGE = 'AxonFlow docs, License Management (In-VPC)'
const BRIDGE = 'in the grace period an emergency license comes within 2 hours'
const LINE = `call your dedicated support line, which stands in the welcome email; ${BRIDGE}`

test.each([
  [
    'Professional',
    'AxonFlow support by email, answered within 48 hours (Professional)',
    `email with the subject "URGENT: License Issue"; ${BRIDGE}`,
    PAGE,
  ],
  ['Enterprise', 'AxonFlow support by email, answered within 4 hours (Enterprise)', LINE, PAGE],
  ['Plus', 'AxonFlow support by email, answered within 1 hour (Plus)', LINE, PAGE],
  [
    'Evaluation',
    'AxonFlow support: GitHub issues, best effort (Evaluation)',
    null,
    `${PAGE}; AxonFlow docs, License Management (tiers)`,
  ],
])('how %s is helped, as the vendor publishes it', async (tier, contact, urgent, source) => {
  expect(await axonflow.support(tier)).toEqual({ contact, urgent, source })
})

test.each(['constructor', '__proto__', 'toString', 'Gold', ''])('nothing of %j', async (tier) => {
  expect(await axonflow.support(tier)).toBeNull()
})
