import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { issuer } from './keys.mjs'

const LIC = fileURLToPath(new URL('../../bin/lic.js', import.meta.url))
const FLOOR = fileURLToPath(new URL('./floor.cjs', import.meta.url))
const ENV = { PATH: process.env.PATH, HOME: process.env.HOME }

function time(program, args, input) {
  const started = process.hrtime.bigint()
  const { status, stdout } = spawnSync(program, args, { env: ENV, input })
  return { status, stdout: String(stdout), ms: Number(process.hrtime.bigint() - started) / 1e6 }
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

/** Medians of alternating runs: `lic inspect -`, also with a public key to vet, against the floor program; `lic --version` against a bare node. */
export function benchStart(rounds, node = process.execPath) {
  const { key, anchor, x } = issuer()
  const runs = {
    bare: () => time(node, ['-e', '0']),
    version: () => time(node, [LIC, '--version']),
    floor: () => time(node, [FLOOR], `${key}\n${x}`),
    inspect: () => time(node, [LIC, 'inspect', '-'], key),
    trusting: () => time(node, [LIC, 'inspect', '-', '--public-key', anchor], key),
  }
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]))
  for (const [name, run] of Object.entries(runs)) expectGood(name, run())
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(runs)) times[name].push(run().ms)
  const at = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))
  return {
    ...at,
    inspectRatio: at.inspect / at.floor,
    trustingRatio: at.trusting / at.floor,
    versionRatio: at.version / at.bare,
  }
}

/** The key is by an issuer that only `--public-key` trusts. */
const FORGED = 49

function expectGood(name, { status, stdout }) {
  if (status !== (name === 'inspect' ? FORGED : 0)) throw new Error(`${name} exits ${status}`)
  if (name === 'floor' && stdout !== 'valid\n') throw new Error('the floor program does not verify')
}
