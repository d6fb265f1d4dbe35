import { Argument, Command, Option } from 'commander'
import type { FlagList } from './flag-list.ts'

/** What `lic VERB --help` prints. @param width columns to fill */
export function helpText(verb: string, summary: string, flags: FlagList, width: number): string {
  const command = new Command(`lic ${verb}`)
    .description(`${summary}.`)
    .helpOption('-h, --help', 'show this help')
  for (const { spec, says } of flags.arguments) command.addArgument(new Argument(spec, says))
  for (const { spec, says, how } of flags.options)
    if (spec !== '-h, --help')
      command.addOption(how.choices ? new Option(spec, says).choices(how.choices) : new Option(spec, says))
  return command.configureHelp({ helpWidth: width }).helpInformation() + flags.below
}
