import { onlyOnce } from '../input/standard-input.ts'
import { CODES } from '../model/codes.ts'
import { worst } from '../model/exit.ts'
import type { Finding } from '../model/finding.ts'
import { diffJson, diffText } from '../present/diff-view.ts'
import { compare } from '../verdict/compare.ts'
import type { Verb } from './command.ts'
import { judgeSource } from './judge-source.ts'

export const diff: Verb = {
  uses: ['judging', 'aws', 'input', 'failing'],
  define(flags) {
    flags
      .argument(
        '<old source>',
        'where the key is that would be replaced: -, file:PATH, env:NAME, secret:ID (lic help sources)',
      )
      .argument('<new source>', 'where the key is that would take its place')
      .option('--fail-on <what>', 'also fail when something is lost, or the new key expires soon', {
        choices: ['warn'],
      })
    flags.epilogue(HELP)
  },
  async run(context, operands, options) {
    if (operands.every((operand) => operand === '-')) throw onlyOnce()
    const old = await judgeSource(operands[0], 'refuse', context)
    const fresh = await judgeSource(operands[1], 'refuse', context)
    const { platform } = context.settings
    const tiers = old.product?.id === fresh.product?.id ? (fresh.product?.tiers({ platform }) ?? null) : null
    const compared = {
      ...compare(old.verdict, fresh.verdict, tiers),
      from: { old: old.given.from, fresh: fresh.given.from },
      strays: { old: old.given.findings, fresh: fresh.given.findings },
      platform: tiers?.platform ?? null,
    }
    const warned = options.failOn === 'warn' ? [...compared.losses, ...soon(fresh.verdict.findings)] : []
    const text = context.settings.json ? '' : await diffText(compared, context.look, context.paint)
    return {
      exitCode: worst([
        old.verdict.exitCode,
        fresh.verdict.exitCode,
        ...warned.map(({ code }) => CODES[code]),
      ]),
      result: diffJson(compared),
      text: () => text,
      asides: [],
    }
  },
}

const HELP = `
  lic diff secret:axonflow/license-key file:new.key       what a rotation would change
  lic diff file:old.key file:new.key --fail-on warn       fail (22) when anything is lost

Limits and features are those of the tiers that the keys name, as if both were in term. A key that is bad
has its own exit code, the larger of both (lic help exit-codes). 0 same or better, or without --fail-on warn
worse; with it 20, 21 the new key expires soon, 22 something is lost: sooner expiry, lower tier, fewer limits,
another identity. In lic.config.json it is check.failOn (lic help config).
`

const soon = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ code }) => code === 'key.expires-soon' || code === 'key.expires-critical')
