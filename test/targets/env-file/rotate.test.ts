import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readLock } from '../../../src/targets/env-file/lock.ts'
import { fingerprintOf as hashOf } from '../../../src/wire/digest.ts'
import { fillIn } from '../../support/sample-keys.ts'
import { deployed, NEW, OLD } from './deployed.ts'

const ENV = `# ours\r\nORG_ID=acme\r\nexport AXONFLOW_LICENSE_KEY="${OLD}" # do not lose\r\nOTHER='x y'\r\n`
/** Of a sample key, as lic prints it. */
const fingerprintOf = (key: string): string =>
  hashOf(Buffer.from(fillIn(key).slice('AXON-'.length).split('.')[0] ?? ''))
const AFTER = fillIn(ENV.replace(OLD, NEW))
const BEFORE = fillIn(ENV)

let here: Awaited<ReturnType<typeof deployed>>
afterEach(() => {
  vi.unstubAllEnvs()
  return here.close()
})

const start = async (env = ENV, options: Parameters<typeof deployed>[1] = {}) => {
  here = await deployed(env, options)
  here.write('new.key', NEW)
}
const ROTATE = ['rotate', 'file:new.key', '--dotenv', '.env', '--yes']
const withRestart = () => [...ROTATE, '--restart', here.restart, '--health-url', here.url]
const stepsOf = (steps: readonly { readonly id: string; readonly status: string }[]) =>
  steps.map(({ id, status }) => `${id} ${status}`)
const archives = () => here.names().filter((name) => name.startsWith('.env.lic-archive.'))

describe('a new key into a file', () => {
  test('one value changes, the mode stays, the runtime says so itself, the file before is kept', async () => {
    await start()
    const { exitCode, answer, leaked } = await here.lic(withRestart())
    expect(answer.result.report.ending).toBe('done')
    expect(exitCode).toBe(0)
    expect(here.text()).toBe(AFTER)
    expect(here.mode()).toBe(0o640)
    expect(here.seen).toEqual(['Enterprise'])
    expect(answer.result.report.proof.rung).toBe('runtime')
    expect(archives()).toEqual([`.env.lic-archive.20261123T120000Z-${fingerprintOf(OLD)}`])
    expect(readFileSync(join(here.folder, archives()[0] ?? ''), 'utf8')).toBe(BEFORE)
    expect(here.names()).not.toContain('.env.lic-pending')
    expect(leaked).toEqual([])
  })

  test('without a restart the file is written, and what must start again is said', async () => {
    await start()
    const { exitCode, answer } = await here.lic(ROTATE)
    expect(exitCode).toBe(0)
    expect(here.text()).toBe(AFTER)
    expect(here.seen).toEqual([])
    expect(answer.result.report.proof.rung).toBe('file only')
    expect(answer.result.report.next).toEqual([
      '# restart agent and orchestrator, for example:',
      'docker compose up -d',
    ])
    expect(answer.result.plan.warnings.map(({ code }: { code: string }) => code)).toContain(
      'file.not-restarted',
    )
  })

  test('a variable that is not there is added, and a failure takes it out again', async () => {
    await start('ORG_ID=acme\n', { refuses: 'Enterprise' })
    const { exitCode, answer } = await here.lic(withRestart())
    expect(answer.result.report.ending).toBe('undone')
    expect(exitCode).toBe(51)
    expect(here.text()).toBe('ORG_ID=acme\n')
    expect(here.seen).toEqual(['refused', 'Community'])
  })

  test('a file that is not there is made for this user alone, if that is said', async () => {
    await start()
    const [refused] = [await here.lic(['rotate', 'file:new.key', '--dotenv', 'other.env', '--yes'])]
    expect([refused.exitCode, refused.answer.error.code]).toEqual([50, 'file.missing'])
    const made = await here.lic(['rotate', 'file:new.key', '--dotenv', 'other.env', '--create', '--yes'])
    expect(made.exitCode).toBe(0)
    expect(readFileSync(join(here.folder, 'other.env'), 'utf8')).toBe(fillIn(`AXONFLOW_LICENSE_KEY=${NEW}\n`))
  })

  test('a dry run writes nothing at all', async () => {
    await start()
    const before = here.names()
    const { exitCode, answer } = await here.lic(['rotate', 'file:new.key', '--dotenv', '.env', '--dry-run'])
    expect(exitCode).toBe(0)
    expect(answer.result.plan.steps.map(({ id }: { id: string }) => id)).toEqual([
      'lock',
      'look-again',
      'archive',
      'promote',
      'read-again',
      'finish',
    ])
    expect([here.names(), here.text()]).toEqual([before, BEFORE])
  })

  test('the same key again writes nothing', async () => {
    await start()
    await here.lic(withRestart())
    const { exitCode, answer } = await here.lic(withRestart())
    expect(exitCode).toBe(0)
    expect(stepsOf(answer.result.report.steps)).toEqual(['restart done', 'prove done'])
    expect(archives()).toHaveLength(1)
  })

  test('no more than five files are kept', async () => {
    await start()
    for (let hour = 10; hour < 17; hour++)
      here.write(`.env.lic-archive.20261120T${hour}0000Z-4c686a539d12`, ENV)
    await here.lic(ROTATE)
    expect(archives().map((name) => name.slice(17, 32))).toEqual([
      '20261120T130000',
      '20261120T140000',
      '20261120T150000',
      '20261120T160000',
      '20261123T120000',
    ])
  })
})

describe('what goes wrong is taken back', () => {
  test('a restart that fails', async () => {
    await start()
    const once = `test -e ran && exit 0; touch ran; echo ${'$'}AXONFLOW_LICENSE_KEY nope; cat .env; exit 3`
    const { exitCode, answer, leaked } = await here.lic([...ROTATE, '--restart', once], {
      env: { LIC_PUBLIC_KEY: fillIn('{{anchors}}') },
    })
    expect(answer.error.code).toBe('file.restart-failed')
    expect(exitCode).toBe(51)
    expect(here.text()).toBe(BEFORE)
    expect(stepsOf(answer.result.report.undo)).toEqual([
      'take-back done',
      'restart-back done',
      'drop-archive done',
      'unlock done',
    ])
    expect(here.names()).toEqual(['.env', 'new.key', 'ran'])
    expect(leaked).toEqual([])
  })

  test('a runtime that does not start with the key', async () => {
    await start(ENV, { refuses: 'Enterprise' })
    const { exitCode, answer } = await here.lic(withRestart())
    expect(answer.error.code).toBe('health.silent')
    expect(exitCode).toBe(51)
    expect(here.text()).toBe(BEFORE)
    expect(here.seen).toEqual(['refused', 'Professional'])
  })

  test('a restart that restarts nothing: the runtime goes on with the old tier', async () => {
    await start()
    const { exitCode, answer } = await here.lic([...ROTATE, '--restart', 'true', '--health-url', here.url])
    expect(answer.error.code).toBe('health.differs')
    expect(exitCode).toBe(51)
    expect(here.text()).toBe(BEFORE)
  })

  test('a way back that fails, too, is stranded, with what to do', async () => {
    await start()
    const { exitCode, answer } = await here.lic([...ROTATE, '--restart', 'exit 3'])
    expect(exitCode).toBe(52)
    expect(here.text()).toBe(BEFORE)
    expect(answer.result.report.next).toEqual([
      '# have it read the file as it is again:',
      'exit 3',
      '# then let it be as it is (removes .env.lic-pending):',
      'lic rotate --abandon --dotenv .env --variable AXONFLOW_LICENSE_KEY',
    ])
    const again = await here.lic(ROTATE)
    expect([again.exitCode, again.answer.error.code]).toEqual([53, 'file.in-flight'])
    const abandoned = await here.lic(['rotate', '--abandon', '--dotenv', '.env', '--yes'])
    expect(abandoned.exitCode).toBe(0)
    expect(here.names()).not.toContain('.env.lic-pending')
    expect((await here.lic(ROTATE)).exitCode).toBe(0)
  })

  test('somebody else writes the file while it is restarted: theirs stays', async () => {
    await start()
    const { exitCode, answer } = await here.lic([...ROTATE, '--restart', 'echo THEIRS=1 > .env; exit 1'])
    expect(exitCode).toBe(53)
    expect(answer.error.code).toBe('file.changed')
    expect(here.text()).toBe('THEIRS=1\n')
    expect(archives()).toHaveLength(1)
  })
})

describe('what is refused before anything is written', () => {
  test.each<readonly [string, string, string]>([
    ['set twice', `AXONFLOW_LICENSE_KEY=${OLD}\nA=1\nAXONFLOW_LICENSE_KEY=${OLD}\n`, 'file.variable-twice'],
    ['for another organization', `ORG_ID=globex\nAXONFLOW_LICENSE_KEY=${OLD}\n`, 'wiring.identity'],
    ['in UTF-16', 'A\0=\0', 'file.encoding'],
    ['too large', `A=${'x'.repeat(1 << 20)}\n`, 'file.too-large'],
  ])('%s', async (_what, env, code) => {
    await start(env)
    const { exitCode, answer } = await here.lic(ROTATE)
    expect([exitCode, answer.error.code]).toEqual([50, code])
    expect(here.names()).toEqual(['.env', 'new.key'])
    expect(here.text()).toBe(fillIn(env))
  })

  test('a symbolic link, with where it leads', async () => {
    await start()
    symlinkSync('.env', join(here.folder, 'link'))
    const { exitCode, answer } = await here.lic(['rotate', 'file:new.key', '--dotenv', 'link', '--yes'])
    expect([exitCode, answer.error.code]).toEqual([50, 'file.link'])
    expect(answer.error.hints).toEqual(['name the file that it leads to: --dotenv .env'])
  })

  test('a lower tier, as anywhere', async () => {
    await start(`AXONFLOW_LICENSE_KEY=${NEW}\n`)
    here.write('new.key', OLD)
    const { exitCode, answer } = await here.lic(ROTATE)
    expect([exitCode, answer.error.code]).toEqual([50, 'rotation.sooner-expiry'])
  })

  test('a folder instead of a file', async () => {
    await start()
    const { exitCode, answer } = await here.lic(['rotate', 'file:new.key', '--dotenv', '..', '--yes'])
    expect([exitCode, answer.error.code]).toEqual([50, 'file.not-a-file'])
  })
})

describe('a rotation that died', () => {
  const lock = (to: string, archive: string) =>
    `lic rotation 1\nbegan 2026-11-23T11:00:00Z\nto ${to}\narchive ${archive}\nby "eve\\n::error"\n`
  const VERSION = '20261123T110000Z-4c686a539d12'

  test('after the file was written is gone on with', async () => {
    await start(ENV.replace(OLD, NEW))
    here.write(`.env.lic-archive.${VERSION}`, ENV)
    here.write('.env.lic-pending', lock(fingerprintOf(NEW), VERSION))
    const { exitCode, answer, said } = await here.lic([
      ...['rotate', '--resume', '--dotenv', '.env', '--yes'],
      ...['--restart', here.restart, '--health-url', here.url],
    ])
    expect(said).not.toMatch(/\n::/)
    expect(stepsOf(answer.result.report.steps)).toEqual([
      'take-up done',
      'restart done',
      'prove done',
      'read-again done',
      'finish done',
    ])
    expect(exitCode).toBe(0)
    expect(here.names()).not.toContain('.env.lic-pending')
  })

  test('after the file was written, and whose key does not start, is taken back', async () => {
    await start(ENV.replace(OLD, NEW), { refuses: 'Enterprise' })
    here.write(`.env.lic-archive.${VERSION}`, ENV)
    here.write('.env.lic-pending', lock(fingerprintOf(NEW), VERSION))
    const { answer } = await here.lic([
      ...['rotate', '--resume', '--dotenv', '.env', '--yes'],
      ...['--restart', 'cmp -s .env .env.lic-archive.*'],
    ])
    expect(answer.result.report.ending).toBe('undone')
    expect(here.text()).toBe(BEFORE)
  })

  test('before the file was written has nothing to go on with', async () => {
    await start()
    here.write('.env.lic-pending', lock('0123456789ab', VERSION))
    const { exitCode, answer } = await here.lic(['rotate', '--resume', '--dotenv', '.env', '--yes'])
    expect([exitCode, answer.error.code]).toEqual([50, 'file.not-begun'])
    expect(here.text()).toBe(BEFORE)
  })

  test('and was overtaken is left alone, but for its lock file', async () => {
    await start('AXONFLOW_LICENSE_KEY=nonsense\n')
    here.write(`.env.lic-archive.${VERSION}`, ENV)
    here.write('.env.lic-pending', lock('0123456789ab', VERSION))
    const { exitCode, answer } = await here.lic(['rotate', '--resume', '--dotenv', '.env', '--yes'])
    expect([exitCode, answer.error.code]).toEqual([53, 'rotation.moved-on'])
  })
})

describe('a file that cannot be looked at', () => {
  test.each([
    ['no.env', 'file.missing'],
    ['..', 'file.not-a-file'],
    ['link', 'file.link'],
  ])('is not one with nothing in flight, nor one without a key: %s', async (name, code) => {
    await start()
    symlinkSync('.env', join(here.folder, 'link'))
    for (const verb of ['--resume', '--abandon']) {
      const { exitCode, answer } = await here.lic(['rotate', verb, '--dotenv', name, '--yes'])
      expect([exitCode, answer.error.code]).toEqual([50, code])
    }
    const { exitCode, answer } = await here.lic(['history', '--dotenv', name])
    expect([exitCode, answer.error.code]).toEqual([2, 'source.unreadable'])
  })

  test('has a history where something is kept of it', async () => {
    await start()
    here.write('no.env.lic-archive.20261123T110000Z-4c686a539d12', ENV)
    const { exitCode, answer } = await here.lic(['history', '--dotenv', 'no.env'])
    expect([exitCode, answer.result.versions.map(({ version }: { version: string }) => version)]).toEqual([
      0,
      ['20261123T110000Z-4c686a539d12'],
    ])
    expect(answer.result.head).toContainEqual({ label: 'note', value: 'there is no file no.env' })
  })
})

describe('a rotation that somebody else begins between plan and lock', () => {
  test('keeps its lock file', async () => {
    const theirs = `lic rotation 1\nbegan 2026-11-23T11:00:00Z\nto 0123456789ab\narchive -\nby "eve"\n`
    await start(ENV, { asked: () => here.write('.env.lic-pending', theirs) })
    const { exitCode, answer } = await here.lic([...ROTATE, '--health-url', here.url])
    expect([exitCode, answer.error.code]).toEqual([53, 'file.in-flight'])
    expect(stepsOf(answer.result.report.steps)).toEqual(['lock overtaken'])
    expect(stepsOf(answer.result.report.undo)).toEqual(['unlock unchanged'])
    expect(readFileSync(join(here.folder, '.env.lic-pending'), 'utf8')).toBe(theirs)
    expect(here.text()).toBe(BEFORE)
  })
})

describe('what lies beside the file, or comes from a command, is not believed', () => {
  const lock = (to: string, archive: string) =>
    `lic rotation 1\nbegan 2026-11-23T11:00:00Z\nto ${to}\narchive ${archive}\nby "x"\n`
  const VERSION = '20261123T110000Z-4c686a539d12'

  test.each([
    ['0123456789ab', '../../victim'],
    ['0123456789ab', `${VERSION}/../../victim`],
    ['0123456789ab', '-4c686a539d12'],
    ['../../victim', VERSION],
    ['0123456789abc', VERSION],
  ])('a lock file to %j, with %j as its archive, is none of ours', async (to, archive) => {
    expect(readLock(Buffer.from(lock('0123456789ab', VERSION)))).not.toBeNull()
    expect(readLock(Buffer.from(lock(to, archive)))).toBeNull()
    await start()
    here.write('.env.lic-pending', lock(to, archive))
    const { exitCode, answer, said } = await here.lic(ROTATE)
    expect([exitCode, answer.error.code]).toEqual([53, 'file.in-flight'])
    expect(said).not.toContain('victim')
    for (const verb of ['--resume', '--abandon']) {
      const taken = await here.lic(['rotate', verb, '--dotenv', '.env', '--yes'])
      expect([taken.exitCode, taken.answer.error.code]).toEqual([53, 'file.in-flight'])
    }
    expect(here.names()).toContain('.env.lic-pending')
  })

  test.each([
    [ENV, true],
    ['AXONFLOW_LICENSE_KEY=\n', false],
  ])('of what is kept it is said whether a key is in it: %j', async (env, inIt) => {
    await start(env)
    const { answer } = await here.lic(ROTATE)
    const now = answer.result.report.now.join(' ')
    expect(now).toContain('the file before is kept in')
    expect(now.includes('with the old key in it')).toBe(inIt)
  })

  test('a restart command is not told the key that lic itself was given', async () => {
    vi.stubEnv('AXONFLOW_LICENSE_KEY', fillIn(NEW))
    await start()
    const { exitCode } = await here.lic([
      ...ROTATE,
      '--restart',
      'test -z "$AXONFLOW_LICENSE_KEY$LICENSE_KEY"',
    ])
    expect(exitCode).toBe(0)
  })

  test('no word of a restart command begins a line, spaces aside', async () => {
    await start()
    const words = `printf '::error::forged\\n  ::set-output name=x::y\\n##[error]z\\n\\033[2J\\n'`
    const { exitCode, err } = await here.plain([...ROTATE, '--restart', words])
    expect(exitCode).toBe(0)
    expect(err).toContain('  | ::error::forged')
    expect(err).not.toMatch(/^\s*(::|##)/m)
    expect(err).not.toContain('\u001b')
  })

  test('a key that a command prints whole, by half, or at the end of a long line, is not shown', async () => {
    await start()
    const half =
      'k=$(sed -n "s/.*LICENSE_KEY=.\\(AXON[^\\"]*\\).*/\\1/p" .env); echo $k; echo x$(echo $k | cut -c1-120)'
    const cut = 'printf "%04075d" 0; echo $k'
    const { exitCode, err, leaked } = await here.plain([...ROTATE, '--restart', `${half}; ${cut}`])
    expect(exitCode).toBe(0)
    expect(err.match(/\[key\]/g)).toHaveLength(2)
    expect(err).not.toContain('eyJ0aWVyIjoi')
    expect(leaked).toEqual([])
  })
})

describe('back to a file that was kept', () => {
  test('also where no key is in place now', async () => {
    await start()
    await here.lic(withRestart())
    writeFileSync(here.path, 'ORG_ID=acme\nLICENSE_KEY=\n')
    const { exitCode, answer } = await here.lic(['rollback', '--dotenv', '.env', '--yes'])
    expect([exitCode, answer.result.report.ending]).toEqual([0, 'done'])
    expect(here.text()).toBe(fillIn(`ORG_ID=acme\nLICENSE_KEY=\nAXONFLOW_LICENSE_KEY=${OLD}\n`))
  })

  test('and says that there is none where nothing was kept, and no key is in place', async () => {
    await start('LICENSE_KEY=\n')
    const argv = ['rollback', '--dotenv', '.env', '--product', 'terragnos', '--yes']
    const { exitCode, answer } = await here.lic(argv)
    expect([exitCode, answer.error.code]).toEqual([50, 'rotation.no-archive'])
  })

  test('its key goes into the file of today, by fingerprint', async () => {
    await start()
    await here.lic(withRestart())
    writeFileSync(here.path, `${here.text()}LATER=1\n`)
    const kept = await here.lic(['history', '--dotenv', '.env'])
    expect(kept.answer.result.versions.map(({ is }: { is: readonly string[] }) => is)).toEqual([
      ['current'],
      ['archived'],
    ])
    const { exitCode, answer } = await here.lic([
      ...['rollback', '--to', fingerprintOf(OLD), '--dotenv', '.env', '--yes'],
      ...['--restart', here.restart, '--health-url', here.url],
    ])
    expect(exitCode).toBe(0)
    expect(answer.result.report.ending).toBe('done')
    expect(here.text()).toBe(`${BEFORE}LATER=1\n`)
    expect(here.seen).toEqual(['Enterprise', 'Professional'])
  })

  test('redeploy restarts, and proves', async () => {
    await start()
    const { exitCode, answer } = await here.lic([
      ...['redeploy', '--dotenv', '.env', '--yes'],
      ...['--restart', here.restart, '--health-url', here.url],
    ])
    expect(exitCode).toBe(0)
    expect(stepsOf(answer.result.report.steps)).toEqual(['restart done', 'prove done'])
    const none = await here.lic(['redeploy', '--dotenv', '.env', '--yes'])
    expect([none.exitCode, none.answer.error.code]).toEqual([50, 'file.no-restart'])
  })
})
