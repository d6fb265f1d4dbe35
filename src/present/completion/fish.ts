import { operandsOf, type Place, SOURCE_FORMS, type Spoken } from './spoken.ts'

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

/** For fish 3. */
export const fish = (
  verbs: readonly Spoken[],
): string => `# completion of lic for fish: lic completion fish | source
function __lic_source
    set -l current (commandline -ct)
    switch $current
        case 'file:*' 'dotenv:*' '@*'
            set -l form (string match -r '^(?:file:|dotenv:|@)' -- $current)
            set -l rest (string replace -- $form '' $current)
            for path in (__fish_complete_path $rest | string replace -r '\\t.*' '')
                echo $form$path
            end
        case 'env:*'
            for name in (set -nx)
                echo env:$name
            end
        case '*'
${SOURCE_FORMS.map(([form, says]) => `            printf '%s\\t%s\\n' ${quoted(form)} ${quoted(says)}`).join('\n')}
    end
end

complete -c lic -f
${verbs.map(verbLines).join('\n')}
`

function verbLines(spoken: Spoken): string {
  const { verb, summary, options } = spoken
  const within = `complete -c lic -n ${quoted(`__fish_seen_subcommand_from ${verb}`)}`
  return [
    `complete -c lic -n __fish_use_subcommand -a ${verb} -d ${quoted(summary)}`,
    ...operandsOf(spoken).flatMap((place) => {
      const said = argumentsOf(place)
      return said === '' ? [] : [`${within}${said}`]
    }),
    ...options.map(
      ({ name, says, value }) =>
        `${within} -l ${name}${value === null ? '' : argumentsOf(value, true)} -d ${quoted(says)}`,
    ),
  ].join('\n')
}

/** @param ofOption an option has one value, and nothing beside it */
function argumentsOf(place: Place, ofOption = false): string {
  if (place.kind === 'file') return `${ofOption ? ' -r' : ''} -F`
  const needs = ofOption ? ' -x' : ''
  if (place.kind === 'words') return `${needs} -a ${quoted(place.words.join(' '))}`
  return place.kind === 'source' ? `${needs} -a '(__lic_source)'` : needs
}
