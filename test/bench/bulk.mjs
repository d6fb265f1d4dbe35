import { spawn } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const LIC = fileURLToPath(new URL('../../bin/lic.js', import.meta.url))
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))
const ENV = { PATH: process.env.PATH, HOME: process.env.HOME }
const PKCS8 = '302e020100300506032b657004220420'

const seed = createHash('sha256').update('a throw-away issuer for measuring').digest('hex')
const issuer = createPrivateKey({ key: Buffer.from(PKCS8 + seed, 'hex'), format: 'der', type: 'pkcs8' })
const anchor = `enterprise=${createPublicKey(issuer).export({ format: 'der', type: 'spki' }).subarray(12).toString('hex')}`

function key(number) {
  const fields = {
    id: `lic-${number}`,
    tier: 'Enterprise',
    deployment_id: `customer-${number}`,
    org_id: `customer-${number}`,
    service_name: 'platform',
    service_type: 'backend-service',
    permissions: ['mcp:*:*'],
    issued_at: '20260101',
    expires_at: '20991231',
    aud: 'axonflow.self_hosted.full',
    jti: `j-${number}`,
  }
  const text = Buffer.from(JSON.stringify(fields)).toString('base64url')
  return `AXON-${text}.${sign(null, Buffer.from(text), issuer).toString('base64url')}\n`
}

const ED25519 = { name: 'bulk', algorithm: 'ed25519', anchor, key }

/** A file of that many distinct signed keys, kept from run to run. @param key makes one line by its number */
function listOf(count, name, key) {
  const path = `${CACHE}${name}-${count}.txt`
  if (existsSync(path)) return path
  mkdirSync(CACHE, { recursive: true })
  const file = openSync(path, 'w', 0o600)
  for (let number = 0; number < count; number++) writeSync(file, key(number))
  return path
}

/** Runs a program; its lines of output, its time, the time of its first line and its peak memory in MB. */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(program, args, { env: ENV, stdio: ['ignore', 'pipe', 'pipe'] })
    const seen = { lines: 0, first: null, peak: 0, out: '' }
    const watch = setInterval(() => {
      seen.peak = Math.max(seen.peak, peakOf(child.pid))
    }, 100)
    child.stdout.on('data', (chunk) => {
      seen.first ??= performance.now() - started
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) seen.lines++
      if (seen.out.length < 4096) seen.out += chunk
    })
    child.stderr.resume()
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      resolve({ ...seen, code, ms: performance.now() - started })
    })
  })
}

const proc = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** The high-water mark of a process's memory in MB, where the system tells; 0 where not. */
const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(proc(pid, 'status'))?.[1] ?? 0) / 1024

/** Verifications a second on that many cores, by the openssl on the PATH, by the clock. */
async function opensslRate(cores, algorithm) {
  const args = ['speed', '-elapsed', '-multi', String(cores), '-seconds', '2', algorithm]
  const { out } = await run('openssl', args)
  return Number(out.trim().split(/\s+/).at(-1))
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

/**
 * `lic check --lines` on many distinct keys against the platform's own speed, measured before and after each
 * round. Medians: rates are keys and verifications a second, memory is in MB, times in milliseconds.
 */
export async function benchBulk(of = ED25519, count = 100_000, rounds = 3) {
  const { algorithm, anchor } = of
  const path = listOf(count, of.name, of.key)
  const cores = availableParallelism()
  const args = [LIC, 'check', '--lines', `file:${path}`, '--public-key', anchor]
  let before = await opensslRate(cores, algorithm)
  const seen = []
  for (let round = 0; round < rounds; round++) {
    const check = await run(process.execPath, args)
    if (check.code !== 0 || check.lines !== count)
      throw new Error(`lic check ended with ${check.code} after ${check.lines} lines`)
    const after = await opensslRate(cores, algorithm)
    const rate = count / (check.ms / 1000)
    const openssl = (before + after) / 2
    seen.push({ ...check, rate, openssl, ratio: rate / openssl })
    before = after
  }
  const at = (name) => median(seen.map((round) => round[name]))
  return {
    count,
    cores,
    rate: at('rate'),
    openssl: at('openssl'),
    ratio: at('ratio'),
    peakMb: Math.max(...seen.map(({ peak }) => peak)),
    firstLineMs: at('first'),
  }
}
