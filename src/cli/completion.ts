import type { Verb } from '../commands/command.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { bash } from '../present/completion/bash.ts'
import { fish } from '../present/completion/fish.ts'
import type { Place, Spoken } from '../present/completion/spoken.ts'
import { zsh } from '../present/completion/zsh.ts'
import { FlagList } from './flag-list.ts'
import { addCommonOptions } from './settings.ts'
import { VERBS } from './verbs.ts'

const SHELLS = { bash, zsh, fish } as const

/** Made of what the verbs themselves say of their command lines; that is why it lives here. */
export const completion: Verb = {
  uses: [],
  define(flags) {
    flags.argument('<shell>', 'bash, zsh or fish', { choices: Object.keys(SHELLS) })
    flags.epilogue(HELP)
  },
  async run(_context, [shell = '']) {
    if (!Object.hasOwn(SHELLS, shell))
      throw new LicError(
        'usage.argument',
        says`there is no completion for that shell`,
        says`the shells are: ${Object.keys(SHELLS).join(', ')}`,
      )
    const script = SHELLS[shell as keyof typeof SHELLS](await spoken())
    return { exitCode: 0, result: { shell, script }, text: () => script, asides: [] }
  },
}

const HELP = `
  source <(lic completion bash)          in ~/.bashrc
  source <(lic completion zsh)           in ~/.zshrc, after compinit
  lic completion fish | source           in ~/.config/fish/config.fish
`

async function spoken(): Promise<readonly Spoken[]> {
  return Promise.all(
    Object.entries(VERBS).map(async ([name, { summary, load }]) => {
      const verb = await load()
      const flags = new FlagList()
      verb.define(flags)
      addCommonOptions(flags, verb.uses)
      return {
        verb: name,
        summary,
        operands: flags.arguments.map(({ spec, how }) => placeOf(spec, how.choices)),
        options: flags.options.map((option) => ({
          name: option.name,
          says: option.says,
          value: option.takesValue ? placeOf(option.spec, option.how.choices ?? option.how.proposals) : null,
          repeatable: option.how.repeatable === true,
        })),
      }
    }),
  )
}

/** What is written between the brackets says what belongs there: `<file>`, `[source...]`. */
function placeOf(spec: string, choices: readonly string[] | undefined): Place {
  if (choices !== undefined) return { kind: 'words', words: choices }
  const value = /[<[](.*)[>\]]/.exec(spec)?.[1] ?? ''
  if (/source/.test(value)) return { kind: 'source' }
  return /^(file|path)/.test(value) ? { kind: 'file' } : { kind: 'anything' }
}
