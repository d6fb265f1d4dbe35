import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LIC = fileURLToPath(new URL('../../bin/lic.js', import.meta.url))
const SRC = fileURLToPath(new URL('../../src/', import.meta.url))
const ENV = { PATH: process.env.PATH, HOME: process.env.HOME }
const FILES = 20_000
const FOLDERS = 400
/** What keys begin with, plain and in base64. */
const BEGINNINGS = ['AXON-', 'eyJ', 'aalk_', 'QVhPTi', 'ZXlK', 'YWFsa']

/** Program text without the beginning of a key in it, in files of 1 to 30 KB. */
function plant(folder) {
  const texts = readdirSync(SRC, { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(SRC, path)))
    .filter((text) => !BEGINNINGS.some((beginning) => text.includes(beginning)))
  const all = Buffer.concat(texts)
  let bytes = 0
  for (let number = 0; number < FILES; number++) {
    const size = 1000 + ((number * 7919) % 30_000)
    const at = (number * 104_729) % (all.length - size)
    const place = join(folder, `d${number % 20}`, `e${number % FOLDERS}`)
    if (number < FOLDERS) mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `f${number}.ts`), all.subarray(at, at + size))
    bytes += size
  }
  return bytes / 1e6
}

function time(program, args, expected) {
  const started = process.hrtime.bigint()
  const { status } = spawnSync(program, args, { env: ENV })
  if (status !== expected) throw new Error(`${program} exits ${status}`)
  return Number(process.hrtime.bigint() - started) / 1e6
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

/** Medians of alternating runs over the same files, which the system has in memory: `lic scan` and `grep -r` for the same prefix. */
export function benchScan(rounds = 9) {
  const folder = mkdtempSync(join(tmpdir(), 'lic-bench-'))
  try {
    const megabytes = plant(folder)
    const lic = []
    const grep = []
    for (let round = 0; round < rounds; round++) {
      grep.push(time('grep', ['-r', 'AXON-', folder], 1))
      lic.push(time(process.execPath, [LIC, 'scan', folder], 0))
    }
    const [licMs, grepMs] = [median(lic), median(grep)]
    return { licMs, grepMs, megabytes, ratio: grepMs / licMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
