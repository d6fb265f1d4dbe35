import { DIALECT, flag, object, type Schema, text, texts } from './json-schema.ts'
import { RESULTS } from './results.ts'
import { exitCode, PARTS } from './verdict.ts'

/** What every command prints with `--json`: a JSON Schema of the envelope, and of each command's result in it. */
export const envelopeSchema = (): Schema => ({
  $schema: DIALECT,
  title: 'lic/1',
  ...object(
    'What lic prints with --json: one such object a line. Fields are only ever added; null is not known or does not apply.',
    {
      schema: { description: 'The version of this format.', const: 'lic/1' },
      command: text('Which command answered; "lic" where none was recognised.'),
      ok: flag('Whether exitCode is 0.'),
      exitCode: exitCode('As the process exits: lic help exit-codes.'),
    },
    {
      result: {
        description: 'What was found, by the command. Absent where no judgement was possible.',
        type: 'object',
      },
      error: object('What went wrong.', {
        code: text('Stable: lic help CODE says cause and cure.'),
        message: text('What, of which thing.'),
        hints: texts('What to do next.'),
      }),
    },
  ),
  anyOf: [
    ...Object.keys(RESULTS).map((command) => ({
      properties: { command: { const: command }, result: { $ref: `#/$defs/${command}` } },
    })),
    { properties: { command: { not: { enum: Object.keys(RESULTS) } } } },
  ],
  $defs: { ...PARTS, ...RESULTS },
})
