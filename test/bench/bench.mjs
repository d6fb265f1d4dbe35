import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { benchBulk } from './bulk.mjs'
import { benchRotation } from './rotation.mjs'
import { benchStart } from './start.mjs'

const OWN = Number(process.versions.node.split('.')[0])
const failed = []

/** Prints one figure beside what it must reach; without `gate` it is only reported. */
function figure(name, value, unit, bound, gate = true) {
  const [compare, limit] = bound
  const good = compare === 'at most' ? value <= limit : value >= limit
  if (gate && !good) failed.push(name)
  const mark = good ? 'ok  ' : gate ? 'FAIL' : 'over'
  console.log(
    `${mark}  ${name}: ${value.toFixed(2)}${unit} (${compare} ${limit}${unit}${gate ? '' : ', reported'})`,
  )
}

const nodes = [{ version: OWN, path: process.execPath }]
for (const version of [22, 24]) {
  const path = fileURLToPath(new URL(`../../.cache/node-${version}/node_modules/.bin/node`, import.meta.url))
  if (version !== OWN && existsSync(path)) nodes.push({ version, path })
}
for (const { version, path } of nodes) {
  const { inspectRatio, versionRatio, ...ms } = benchStart(41, path)
  const gate = version === 20
  figure(`node ${version}: lic inspect - over the floor program`, inspectRatio, '', ['at most', 1.4], gate)
  figure(`node ${version}: lic --version over a bare node`, versionRatio, '', ['at most', 1.15], gate)
  console.log(
    `      ms: ${Object.entries(ms)
      .map(([name, value]) => `${name} ${value.toFixed(1)}`)
      .join(', ')}`,
  )
}

const bulk = await benchBulk()
figure('lic check of 100,000 keys over openssl speed', bulk.ratio, '', ['at least', 0.8])
figure('its peak memory', bulk.peakMb, ' MB', ['at most', 200])
figure('its first line', bulk.firstLineMs / 1000, ' s', ['at most', 1])

const rotation = await benchRotation()
figure('from the last rollout completing to lic rotate exiting', rotation.tailMs / 1000, ' s', ['at most', 2])
figure('two services over the slower one alone', rotation.togetherRatio, '', ['at most', 1.3])

if (failed.length > 0) {
  console.log(`not reached: ${failed.join('; ')}`)
  process.exitCode = 1
}
