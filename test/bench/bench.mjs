import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { benchBulk, benchTenfold } from './bulk.mjs'
import { rs256 } from './bulk-rs256.mjs'
import { benchRotation } from './rotation.mjs'
import { benchScan } from './scan.mjs'
import { benchStart } from './start.mjs'

const OWN = Number(process.versions.node.split('.')[0])
/** Whatever else a machine does only makes things slower: a figure that is missed is measured again, and the best counts. */
const TRIES = 3
const failed = []

/** On a machine that others use, figures may be missed by so much before that is a failure: 1.25 for a quarter. */
const SLACK = Number(process.env.BENCH_SLACK ?? 1)

const within = ({ value, compare, limit }, slack) =>
  compare === 'at most' ? value <= limit * slack : value >= limit / slack
const reached = (figure) => within(figure, 1)

/** Measures a group of figures until all are reached, at most three times; without `gate` once, and only to report. */
async function measure(group, gate, figuresOf) {
  const best = new Map()
  for (let round = 0; round < (gate ? TRIES : 1); round++) {
    for (const figure of await figuresOf()) {
      const known = best.get(figure.name)
      const better =
        !known || (figure.compare === 'at most' ? figure.value < known.value : figure.value > known.value)
      if (better) best.set(figure.name, figure)
    }
    if ([...best.values()].every(reached)) break
  }
  for (const figure of best.values()) {
    const { name, value, unit, compare, limit } = figure
    const bad = gate && !within(figure, SLACK)
    if (bad) failed.push(`${group}: ${name}`)
    const mark = reached(figure) ? 'ok  ' : bad ? 'FAIL' : 'over'
    console.log(
      `${mark}  ${group}: ${name} ${value.toFixed(2)}${unit} (${compare} ${limit}${unit}${gate ? '' : ', reported'})`,
    )
  }
}

const most = (name, value, limit, unit = '') => ({ name, value, limit, unit, compare: 'at most' })
const least = (name, value, limit, unit = '') => ({ name, value, limit, unit, compare: 'at least' })

const nodes = [{ version: OWN, path: process.execPath }]
for (const version of [22, 24]) {
  const path = fileURLToPath(new URL(`../../.cache/node-${version}/node_modules/.bin/node`, import.meta.url))
  if (version !== OWN && existsSync(path)) nodes.push({ version, path })
}
for (const { version, path } of nodes)
  await measure(`start on Node ${version}`, version === 20, () => {
    const { inspectRatio, trustingRatio, versionRatio, ...ms } = benchStart(41, path)
    const times = Object.entries(ms).map(([name, value]) => `${name} ${value.toFixed(1)} ms`)
    console.log(`      start on Node ${version}, medians: ${times.join(', ')}`)
    console.log(`      with --public-key over the floor program: ${trustingRatio.toFixed(2)}`)
    return [
      most('lic inspect - over the floor program', inspectRatio, 1.4),
      most('lic --version over a bare node', versionRatio, 1.15),
    ]
  })

await measure('lic check of 100,000 keys', true, async () => {
  const { ratio, peakMb, firstLineMs, rate, openssl } = await benchBulk()
  console.log(`      ${rate.toFixed(0)} keys/s, openssl ${openssl.toFixed(0)} verifications/s`)
  return [
    least('keys over verifications of openssl speed', ratio, 0.8),
    most('peak memory', peakMb, 200, ' MB'),
    most('first line after', firstLineMs / 1000, 1, ' s'),
  ]
})

await measure('lic check of 100,000 RS256 keys', true, async () => {
  const { ratio, peakMb, rate, openssl } = await benchBulk(rs256())
  console.log(`      ${rate.toFixed(0)} keys/s, openssl ${openssl.toFixed(0)} verifications/s`)
  return [
    least('keys over verifications of openssl speed', ratio, 0.4),
    most('peak memory', peakMb, 200, ' MB'),
  ]
})

/** How many keys the longest list has: 1,000,000 take some minutes, so .ci/run asks for fewer. */
const LONGEST = Number(process.env.BENCH_LONGEST ?? 1_000_000)

await measure(`lic check of ${LONGEST.toLocaleString('en')} keys from standard input`, true, async () => {
  const { timesRatio, peakMb, growthMb, shortMs, longMs } = await benchTenfold(LONGEST)
  console.log(`      a tenth of them ${(shortMs / 1000).toFixed(1)} s, all ${(longMs / 1000).toFixed(1)} s`)
  return [
    most('time over ten times that of a tenth of them', timesRatio, 1.1),
    most('peak memory', peakMb, 200, ' MB'),
    most('peak memory above that with a tenth of them', growthMb, 50, ' MB'),
  ]
})

await measure('lic rotate in the sandbox', true, async () => {
  const { rotateMs, tailMs, ownMs, calls, documentedMs, togetherRatio } = await benchRotation()
  if (documentedMs === null) console.log('      the documented way was not measured: there is no aws command')
  return [
    most('exits after the last rollout within', tailMs / 1000, 2, ' s'),
    most('takes besides its rollouts', ownMs / 1000, 2, ' s'),
    most('AWS calls besides polling', calls, 30),
    most('two services over the slower one alone', togetherRatio, 1.3),
    ...(documentedMs === null ? [] : [most('over the documented way by hand', rotateMs / documentedMs, 0.6)]),
  ]
})

await measure('lic scan of 20,000 files', true, async () => {
  const { ratio, licMs, grepMs, megabytes } = benchScan()
  console.log(
    `      ${megabytes.toFixed(0)} MB: ${licMs.toFixed(0)} ms, grep -r AXON- ${grepMs.toFixed(0)} ms, medians`,
  )
  return [least('speed over that of grep -r', ratio, 0.5)]
})

if (failed.length > 0) {
  console.log(`not reached: ${failed.join('; ')}`)
  process.exitCode = 1
}
