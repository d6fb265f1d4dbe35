import type { Stage } from '../../commands/demo/stage.ts'
import type { Host } from '../../host/host.ts'
import type { Instant } from '../../model/instant.ts'
import { wholeSecond } from '../vendors/license-wish.ts'
import { startVendor } from '../vendors/start.ts'
import type { TellingVendor } from '../vendors/vendor.ts'

/** The story of a product that takes its license itself, its clock moved from scene to scene until it is today's. */
export async function onVendor(host: Host, vendor: TellingVendor): Promise<Stage> {
  const { story, roles } = vendor
  const today = wholeSecond(host.now())
  let clock = story.begins(today)
  const box = await startVendor(vendor, { now: () => clock, key: { begun: true, ...story.key } })
  const moveTo = (moment: Instant) => {
    clock = moment
  }
  moveTo(today)
  const issued = Object.entries(story.licenses).map(([name, wish]) => [name, box.issue(wish)] as const)
  moveTo(story.begins(today))
  const worker = roles.at(-1)?.id ?? ''
  return {
    opening: `${vendor.name} on ${box.url}; its public key and an administrator's token are in the environment; nothing leaves this machine`,
    onward: `lic sandbox --product ${vendor.id}`,
    env: {
      [vendor.publicKeyVariable]: box.publicKey,
      ADMIN_TOKEN: box.tokens[roles[0].id] ?? '',
    },
    files: { 'license.jwt': box.key, ...Object.fromEntries(issued) },
    names: { url: box.url },
    scenes: story.scenes(today),
    visited: { url: box.url, authorization: `Bearer ${box.tokens[worker]}`, moveTo },
    close: () => box.close(),
  }
}
