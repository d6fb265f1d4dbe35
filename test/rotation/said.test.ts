import { describe, expect, test } from 'vitest'
import type { AwsSettings } from '../../src/host/aws-api.ts'
import { run } from '../../src/run.ts'
import { NEW_KEY, withNewKey } from './lic.ts'

const ROTATE = ['rotate', `file:${NEW_KEY}`, '--yes']

describe('what is said while a rotation goes on', () => {
  test('--debug names every call, and no value', async () => {
    const here = await withNewKey()
    const { aws } = here.host
    Object.assign(here.host, {
      aws: (settings: AwsSettings) => {
        settings.onCall?.({ action: 'ecs:DescribeServices', milliseconds: 12.4, outcome: 'ok' })
        return aws(settings)
      },
    })
    await run([...ROTATE, '--debug', '--quiet'], here.host)
    expect(here.host.err()).toBe(
      'debug: public-key, from LIC_PUBLIC_KEY\ndebug: ecs:DescribeServices 12 ms ok\n',
    )
  })

  test.each([[[]], [['--json']], [['--debug']], [['--quiet']]])('no key in any output (%o)', async (more) => {
    const here = await withNewKey()
    await run([...ROTATE, ...more], here.host)
    const said = here.host.out() + here.host.err()
    for (const key of [here.key(), here.key({ tier: 'Professional', days: 20 })])
      for (const part of key.slice('AXON-'.length).split('.')) {
        expect(said).not.toContain(part.slice(0, 24))
        expect(said).not.toContain(part.slice(-24))
      }
  })

  test('on a terminal the steps are drawn once, with a line for each service, and the spinner is gone in the end', async () => {
    const here = await withNewKey()
    Object.assign(here.host.stderr, { terminal: true })
    Object.assign(here.host.stdout, { terminal: true })
    await run([...ROTATE, '--no-color'], here.host)
    const steps = (text: string) =>
      text.split('\n').filter((line) => /^(\S*)done {6}/.test(line.replace(/^.*\u001b\[\S*?[A-Z]/g, '')))
    expect(here.host.out()).not.toContain('done       ')
    expect(steps(here.host.err()).length).toBe(10)
    const said = here.host.err()
    const drawn = said.length
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(here.host.err().length).toBe(drawn)
  })
})
