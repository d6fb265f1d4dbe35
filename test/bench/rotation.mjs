import { spawn } from 'node:child_process'
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

/** Runs lic until it exits, and watches when the last of its own rollouts completes. */
async function follow(args, { endpoint, environment }) {
  const before = new Set((await rollouts(endpoint)).map(({ id }) => id))
  const started = performance.now()
  const child = start(args, environment)
  const exit = ended(child)
  let completed = null
  let running = true
  const watch = (async () => {
    while (running) {
      const now = await rollouts(endpoint)
      const ours = now.filter(({ id }) => !before.has(id))
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
  return { ms: at - started, tailMs: at - (completed ?? at) }
}

/** How long `lic rotate` takes beyond the rollouts, and whether two services wait for each other. */
export async function benchRotation() {
  const folder = mkdtempSync(join(tmpdir(), 'lic-bench-'))
  const here = await sandbox()
  try {
    const key = join(folder, 'new.key')
    const issued = await ended(start(['sandbox', 'issue', '--quiet', '--out', key], here.environment))
    if (issued.code !== 0) throw new Error(`lic sandbox issue exits ${issued.code}`)
    const health = Object.values(here.healthUrls).flatMap((url) => ['--health-url', url])
    const rotate = await follow(['rotate', `file:${key}`, '--yes', '--json', '--quiet', ...health], here)
    const redeploy = async (...services) =>
      (
        await follow(
          ['redeploy', '--yes', '--json', '--quiet', ...services.flatMap((name) => ['--service', name])],
          here,
        )
      ).ms
    const alone = [await redeploy(BOTH[0]), await redeploy(BOTH[1])]
    const together = await redeploy(...BOTH)
    return {
      rotateMs: rotate.ms,
      tailMs: rotate.tailMs,
      togetherRatio: together / Math.max(...alone),
      together,
      alone,
    }
  } finally {
    await here.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
