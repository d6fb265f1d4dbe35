import { execFile, spawn } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

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

/** A file of that many distinct signed keys, kept from run to run. */
function listOf(count, { name, key }) {
  const path = `${CACHE}${name}-${count}.txt`
  if (existsSync(path)) return path
  mkdirSync(CACHE, { recursive: true })
  const file = openSync(path, 'w', 0o600)
  for (let number = 0; number < count; number++) writeSync(file, key(number))
  return path
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

const CORES = availableParallelism()

/** Verifications a second on every core, by the openssl on the PATH, by the clock. */
async function opensslRate(algorithm) {
  const args = ['speed', '-elapsed', '-multi', String(CORES), '-seconds', '1', algorithm]
  const { stdout } = await promisify(execFile)('openssl', args, { env: ENV })
  return Number(stdout.trim().split(/\s+/).at(-1))
}

/** Starts `lic check --lines`; counts its lines, and notes when the first came, its peak memory, and when it ended. */
function startCheck(source, anchor) {
  const started = performance.now()
  const child = spawn(process.execPath, [LIC, 'check', '--lines', source, '--public-key', anchor], {
    env: ENV,
  })
  const seen = { child, lines: 0, first: null, peak: 0, endedAt: null, code: null }
  const watch = setInterval(() => {
    seen.peak = Math.max(seen.peak, peakOf(child.pid))
  }, 50)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.stdout.on('data', (chunk) => {
    seen.first ??= performance.now() - started
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) seen.lines++
  })
  child.stderr.resume()
  seen.ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      process.off('exit', kill)
      seen.endedAt = performance.now()
      seen.code = code
      resolve()
    })
  })
  return seen
}

/** Milliseconds for which lic runs before openssl is asked again. */
const TURN = 2500

/**
 * Runs a check to its end. Lic and `openssl speed` take turns, each on the whole machine, lic standing still
 * meanwhile: so whatever else the machine does, both meet the same of it. `could` is how many verifications
 * openssl would have done in the time that lic took.
 */
async function checkInTurns({ algorithm, anchor }, count, source, feed) {
  let rate = await opensslRate(algorithm)
  let could = 0
  let ms = 0
  let from = performance.now()
  const seen = startCheck(source, anchor)
  const fed = feed ? pipeline(feed, seen.child.stdin) : seen.child.stdin.end()
  while (seen.endedAt === null) {
    await Promise.race([seen.ended, sleep(TURN)])
    if (seen.endedAt === null) seen.child.kill('SIGSTOP')
    const turn = (seen.endedAt ?? performance.now()) - from
    const next = await opensslRate(algorithm)
    could += (turn / 1000) * ((rate + next) / 2)
    ms += turn
    rate = next
    from = performance.now()
    seen.child.kill('SIGCONT')
  }
  await fed
  const { code, lines, first, peak } = seen
  if (code !== 0 || lines !== count) throw new Error(`lic check ended with ${code} after ${lines} lines`)
  return { first, peak, ms, could, ratio: count / could }
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

/**
 * `lic check --lines` on many distinct keys against the platform's own speed. Medians: rates are keys and
 * verifications a second, memory is in MB, times in milliseconds.
 */
export async function benchBulk(of = ED25519, count = 100_000, rounds = 3) {
  const path = listOf(count, of)
  const seen = []
  for (let round = 0; round < rounds; round++) seen.push(await checkInTurns(of, count, `file:${path}`))
  const at = (pick) => median(seen.map(pick))
  return {
    rate: at(({ ms }) => count / (ms / 1000)),
    openssl: at(({ ms, could }) => could / (ms / 1000)),
    ratio: at(({ ratio }) => ratio),
    peakMb: Math.max(...seen.map(({ peak }) => peak)),
    firstLineMs: at(({ first }) => first),
  }
}

async function* again(path, times) {
  for (let time = 0; time < times; time++) yield* createReadStream(path, { highWaterMark: 1 << 20 })
}

/**
 * The same from standard input, a tenth of `most` and then all of it: the ratio of times is by what openssl
 * could have done meanwhile, over ten. The long list is the short one ten times: nothing is kept of a key
 * that was judged, so that a key comes again makes no difference, and signing so many would take a minute.
 */
export async function benchTenfold(most, rounds = 3) {
  const count = most / 10
  const path = listOf(count, ED25519)
  const short = []
  for (let round = 0; round < rounds; round++)
    short.push(await checkInTurns(ED25519, count, '-', again(path, 1)))
  const long = await checkInTurns(ED25519, most, '-', again(path, 10))
  return {
    timesRatio: long.could / (10 * median(short.map(({ could }) => could))),
    peakMb: long.peak,
    growthMb: long.peak - Math.max(...short.map(({ peak }) => peak)),
    shortMs: median(short.map(({ ms }) => ms)),
    longMs: long.ms,
  }
}
