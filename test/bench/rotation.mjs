import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LIC = fileURLToPath(new URL('../../bin/lic.js', import.meta.url))
const BOTH = ['axonflow-agent-service', 'axonflow-orchestrator-service']

function start(args, env, stdio = ['ignore', 'ignore', 'inherit']) {
  return spawn(process.execPath, [LIC, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio,
  })
}

const ended = (child) =>
  new Promise((resolve) => child.once('exit', (code) => resolve({ code, at: performance.now() })))

async function sandbox() {
  const child = start(['sandbox', '--json'], {}, ['ignore', 'pipe', 'inherit'])
  let text = ''
  for await (const chunk of child.stdout) {
    text += chunk
    if (text.includes('\n')) break
  }
  const { endpoint, environment, healthUrls } = JSON.parse(text).result
  const over = ended(child)
  const close = () => {
    child.kill('SIGTERM')
    return over
  }
  return { endpoint, environment, healthUrls, close }
}

/** The rollout states of the services, straight from the sandbox. */
async function rollouts(endpoint) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices',
    },
    body: JSON.stringify({ cluster: 'axonflow-cluster', services: BOTH }),
  })
  const { services } = await answer.json()
  return services.map(({ deployments }) => deployments.find(({ status }) => status === 'PRIMARY'))
}

/** Runs lic until it exits, and watches when its first rollout begins and the last of them completes. */
async function follow(args, { endpoint, environment }) {
  const before = new Set((await rollouts(endpoint)).map(({ id }) => id))
  const started = performance.now()
  const child = start(args, environment)
  const exit = ended(child)
  let begun = null
  let completed = null
  let running = true
  const watch = (async () => {
    while (running) {
      const now = await rollouts(endpoint)
      const ours = now.filter(({ id }) => !before.has(id))
      if (ours.length > 0) begun ??= performance.now()
      if (ours.length === 0 || !ours.every(({ rolloutState }) => rolloutState === 'COMPLETED'))
        completed = null
      else completed ??= performance.now()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  const { code, at } = await exit
  running = false
  await watch
  if (code !== 0) throw new Error(`lic ${args[0]} exits ${code}`)
  const rolloutMs = (completed ?? at) - (begun ?? at)
  return { ms: at - started, tailMs: at - (completed ?? at), ownMs: at - started - rolloutMs }
}

/** AWS calls of one rotation, those apart that only ask how the rollout goes. */
async function calls(args, { environment }) {
  const child = start([...args, '--debug'], environment, ['ignore', 'ignore', 'pipe'])
  const exit = ended(child)
  let text = ''
  for await (const chunk of child.stderr) text += chunk
  const { code } = await exit
  if (code !== 0) throw new Error(`lic ${args[0]} exits ${code}`)
  const lines = text.split('\n')
  const called = lines.map((line) => /^debug: (secretsmanager|ecs|sts):/.test(line))
  const step = (words) => lines.findIndex((line) => /^done /.test(line) && line.includes(words))
  const [from, to] = [step('force a new deployment'), step('follow until')]
  if (from < 0 || to < from) throw new Error('the steps of the rotation are not to be seen')
  return called.filter((is, at) => is && (at < from || at > to)).length
}

/** The vendor's documents by hand: the secret, both services, then waiting until they are stable. Null without `aws`. */
function documented(key, { environment }) {
  const aws = (...words) => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment }
    const { status, error, stderr } = spawnSync('aws', words, { env, encoding: 'utf8' })
    if (error) return null
    if (status !== 0) throw new Error(`aws ${words[0]} ${words[1]} exits ${status}: ${stderr}`)
    return true
  }
  const cluster = ['--cluster', 'axonflow-cluster']
  const started = performance.now()
  const there = aws(
    ...['secretsmanager', 'update-secret', '--secret-id', 'axonflow/license-key'],
    ...['--secret-string', `file://${key}`],
  )
  if (there === null) return null
  for (const service of BOTH)
    aws('ecs', 'update-service', ...cluster, '--service', service, '--force-new-deployment')
  aws('ecs', 'wait', 'services-stable', ...cluster, '--services', ...BOTH)
  return performance.now() - started
}

async function newKey(folder, { environment }, name) {
  const key = join(folder, name)
  const issued = await ended(start(['sandbox', 'issue', '--quiet', '--out', key], environment))
  if (issued.code !== 0) throw new Error(`lic sandbox issue exits ${issued.code}`)
  return key
}

/**
 * How long `lic rotate` takes beyond the rollouts and against the documented way, how many calls it makes, and
 * whether two services wait for each other. Times in milliseconds.
 */
export async function benchRotation() {
  const folder = mkdtempSync(join(tmpdir(), 'lic-bench-'))
  const here = await sandbox()
  try {
    const health = Object.values(here.healthUrls).flatMap((url) => ['--health-url', url])
    const rotateArgs = (key) => ['rotate', `file:${key}`, '--yes', ...health]
    const key = await newKey(folder, here, 'new.key')
    const rotate = await follow([...rotateArgs(key), '--json', '--quiet'], here)
    const redeploy = async (...services) =>
      (
        await follow(
          ['redeploy', '--yes', '--json', '--quiet', ...services.flatMap((name) => ['--service', name])],
          here,
        )
      ).ms
    const alone = [await redeploy(BOTH[0]), await redeploy(BOTH[1])]
    const together = await redeploy(...BOTH)
    const counted = await calls(rotateArgs(await newKey(folder, here, 'counted.key')), here)
    const byHand = documented(await newKey(folder, here, 'by-hand.key'), here)
    return {
      rotateMs: rotate.ms,
      tailMs: rotate.tailMs,
      ownMs: rotate.ownMs,
      calls: counted,
      documentedMs: byHand,
      togetherRatio: together / Math.max(...alone),
    }
  } finally {
    await here.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
