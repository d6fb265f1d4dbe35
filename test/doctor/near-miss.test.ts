import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearMisses } from '../../src/doctor/gather/environment.ts'
import { nearMiss } from '../../src/doctor/near-miss.ts'
import { LICENSE_VARIABLES, PRODUCT_VARIABLES } from '../../src/input/product-variables.ts'
import { says } from '../../src/model/visible.ts'
import { PRODUCTS, readyProducts } from '../../src/products/registry.ts'

const KEY = 'AXONFLOW_LICENSE_KEY'

test.each([
  [KEY, KEY, null],
  ['AXONFLOW_LICENCE_KEY', KEY, 'spelled LICENCE, not LICENSE'],
  ['axonflow_license_key', KEY, 'not in capitals'],
  ['AxonFlow_License_Key', KEY, 'not in capitals'],
  ['AXONFLOW_LICENSE_KEY ', KEY, 'with white space beside it'],
  ['AXONFLOW_LICENSE_KEY_', KEY, 'with an underscore too many'],
  ['AXONFLOW-LICENSE-KEY', KEY, 'with another character for an underscore'],
  ['axonflow-licence-key', KEY, 'written otherwise'],
  ['AXONFLOW_LICENSE_KEYS', KEY, 'one character off'],
  ['AXON_LICENSE_KEY', KEY, '4 characters off'],
  ['AXONFLOW_LICENSE', KEY, '4 characters off'],
  ['TF_VAR_AXONFLOW_LICENSE_KEY', KEY, 'with something before it'],
  ['AXONFLOW_API_KEY', KEY, null],
  ['PATH', KEY, null],
  ['LICENCE_KEY', 'LICENSE_KEY', 'spelled LICENCE, not LICENSE'],
  ['LICENSEKEY', 'LICENSE_KEY', 'one character off'],
  ['MYAPP_LICENSE_KEY', 'LICENSE_KEY', null],
  ['LICENSE_FILE', 'LICENSE_KEY', null],
  ['ATLAS_LICENSE_KEY', 'ATLASAI_LICENSE_KEY', '2 characters off'],
  ['LICENCE_TOKEN', 'LICENSE_TOKEN', 'spelled LICENCE, not LICENSE'],
])('%j for %s: %j', (name, wanted, how) => {
  expect(nearMiss(name, wanted)).toBe(how)
})

test("no product's own variable is taken for a slip in another's", async () => {
  await readyProducts()
  const anchors = Object.values(PRODUCT_VARIABLES).flatMap(({ anchors }) => anchors.map(({ name }) => name))
  const beside = Object.values(PRODUCTS).flatMap(({ published }) => published.beside.map(({ name }) => name))
  const names = [...LICENSE_VARIABLES, ...anchors, ...beside, 'LIC_PUBLIC_KEY']
  for (const product of Object.values(PRODUCTS)) expect(nearMisses(names, product, says``)).toEqual([])
  expect(names.length).toBeGreaterThan(10)
})

test('one slip is always seen, whatever it is', () => {
  const slips = fc.constantFrom<(name: string, at: number) => string>(
    (name, at) => name.slice(0, at) + name.slice(at + 1),
    (name, at) => `${name.slice(0, at)}X${name.slice(at)}`,
    (name, at) => name.slice(0, at) + (name[at] === 'Q' ? 'Z' : 'Q') + name.slice(at + 1),
    (name) => name.toLowerCase(),
    (name) => ` ${name}`,
  )
  fc.assert(
    fc.property(fc.constantFrom(...LICENSE_VARIABLES), fc.nat(), slips, (name, at, slip) => {
      expect(nearMiss(slip(name, at % name.length), name)).not.toBe(null)
    }),
  )
})
