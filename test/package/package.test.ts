import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Installed, install } from './installed.ts'

let lic: Installed
beforeAll(() => {
  lic = install()
})
afterAll(() => lic.remove())

const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20991231' })

/** What both files of a start may come to, in bytes: each 10,000 are half a millisecond. */
const STARTING = 103_000

/** Words that only the heavy packages, and our own drawing, have in their code. */
const HEAVY = [
  /smithy|SecretsManagerClient|ECSClient/,
  /cli-spinners|spinner/i,
  /┌|╔|━|\\u(?:250c|2554|2501)/i,
  /commander/i,
]

describe('the packed tarball, installed elsewhere', () => {
  test('is one package, without an install script', () => {
    expect(lic.packages).toEqual(['node_modules/lic'])
    const manifest = JSON.parse(readFileSync(join(lic.folder, 'node_modules/lic/package.json'), 'utf8'))
    expect(manifest.dependencies ?? {}).toEqual({})
    expect(Object.keys(manifest.scripts)).not.toContain('postinstall')
  })

  test('holds nothing but the program', () => {
    const strange = lic.files.filter(
      (path) =>
        !/^(bin\/lic\.js|dist\/[\w.-]+\.js|package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/THIRD-PARTY\.txt)$/.test(
          path,
        ),
    )
    expect(strange).toEqual([])
  })

  test('holds no test key', () => {
    const texts = lic.files.map((path) => readFileSync(join(lic.folder, 'node_modules/lic', path), 'utf8'))
    expect(texts.some((text) => /AXON-eyJ[\w-]{40}/.test(text))).toBe(false)
  })

  test('judges a key', () => {
    const { stdout, code } = lic.lic(['inspect', '-', '--json', '--public-key', testAnchors.enterprise], {
      input: key,
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'lic/1', command: 'inspect', ok: true })
  })

  test('the words that are looked for below are in the package', () => {
    const texts = lic.files
      .filter((path) => path.endsWith('.js'))
      .map((path) => readFileSync(join(lic.folder, 'node_modules/lic', path), 'utf8'))
    for (const heavy of HEAVY) expect(texts.some((text) => heavy.test(text))).toBe(true)
  })

  test('tells the whole story in its sandbox', () => {
    const { stdout, code } = lic.lic(['demo', '--json'])
    expect(JSON.parse(stdout).result.scenes.map((scene: { exitCode: number }) => scene.exitCode)).toEqual([
      0, 0, 0, 0, 0, 50, 50, 51, 0, 0, 0,
    ])
    expect(code).toBe(0)
  })

  test('tells that of another product, too', () => {
    const { stdout, code } = lic.lic(['demo', '--product', 'atlasai', '--json'])
    expect(JSON.parse(stdout).result.scenes.map((scene: { exitCode: number }) => scene.exitCode)).toEqual([
      0, 40, 41, 41, 50, 50, 0, 0, 0,
    ])
    expect(code).toBe(0)
  })

  test.each([
    ['inspect', ['inspect', '-', '--public-key', testAnchors.enterprise]],
    ['--version', ['--version']],
  ])('%s loads no AWS, spinner or drawing code', (_name, argv) => {
    const files = lic.loaded(argv, key)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      const text = readFileSync(join(lic.folder, 'node_modules/lic/dist', file), 'utf8')
      for (const heavy of HEAVY) expect(`${file} ${heavy.exec(text)?.[0]}`).toBe(`${file} undefined`)
    }
  })

  test('a start reads no file more than it must, and those as V8 reads them fastest', () => {
    expect(lic.loaded(['inspect', '-'], key).toSorted()).toEqual(['light.js', 'main.js'])
    expect(lic.loaded(['--version'], key)).toEqual(['main.js'])
    const texts = ['light.js', 'main.js'].map((file) =>
      readFileSync(join(lic.folder, 'node_modules/lic/dist', file), 'utf8'),
    )
    for (const text of texts) expect(text).toMatch(/^[\x00-\x7f]*$/)
    // V8 looks Unicode's classes up where it only reads a literal that names them.
    for (const text of texts) expect(text).not.toMatch(/\/[^/`]*\\p\{[^/`]*\/[a-z]*u/)
    expect(texts.join('').length).toBeLessThan(STARTING)
  })

  test('what is rare is read where it is met', () => {
    const more = (input: string) =>
      lic.loaded(['inspect', '-'], input).filter((file) => !['light.js', 'main.js'].includes(file))
    const contested = `${key.slice(0, key.lastIndexOf('.') + 1)}${Buffer.from(`01${'00'.repeat(63)}`, 'hex').toString('base64url')}`
    expect(more(contested).toSorted()).toEqual(['arbiter.js', 'ed25519.js'])
    expect(more(`"${key.trim()}"`)).toContain('strays.js')
  })

  test('one product loads nothing of the others', () => {
    const own = /RS256|UNHEALTHY/
    const textOf = (file: string) => readFileSync(join(lic.folder, 'node_modules/lic/dist', file), 'utf8')
    const strange = (input: string) =>
      lic.loaded(['inspect', '-'], input).filter((file) => own.test(textOf(file)))
    expect(strange(key)).toEqual([])
    expect(strange('aalk_0123')).toHaveLength(1)
    expect(strange('eyJhbGciOiJSUzI1NiJ9.e30.AA').length).toBeGreaterThan(1)
  })

  test('opens a connection only where a remote is named', () => {
    for (const argv of [
      ['inspect', '-'],
      ['check', '-'],
      ['check', '--lines', '-'],
      ['limits'],
      ['help'],
      ['--version'],
    ])
      expect([argv, lic.sockets(argv, key)]).toEqual([argv, 0])
    const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }
    expect(
      lic.sockets(['inspect', 'secret:axonflow/license-key'], '', {
        ...aws,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      }),
    ).toBe(1)
  })
})
