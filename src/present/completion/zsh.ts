import { operandsOf, type Place, SOURCE_FORMS, type Spoken } from './spoken.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
const inBrackets = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&')
const described = (word: string, says: string): string => quoted(`${word.replaceAll(':', '\\:')}:${says}`)

/** For zsh 5, sourced or as a file `_lic` in a folder of `fpath`. */
export const zsh = (verbs: readonly Spoken[]): string => `#compdef lic
# completion of lic for zsh: source <(lic completion zsh)
_lic_source() {
  local -a forms
  forms=(${SOURCE_FORMS.map(([form, says]) => described(form, says)).join(' ')})
  if compset -P 'file:' || compset -P 'dotenv:' || compset -P '@'; then _files
  elif compset -P 'env:'; then _parameters -g '*export*'
  else _describe source forms -S ''
  fi
}

_lic() {
  local curcontext="$curcontext" state line
  local -a verbs
  verbs=(
${verbs.map(({ verb, summary }) => `    ${described(verb, summary)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command verbs
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${verbs.map(verbCase).join('\n')}
  esac
}

if [[ "$funcstack[1]" == _lic ]]; then _lic "$@"; else compdef _lic lic; fi
`

function verbCase(spoken: Spoken): string {
  const options = spoken.options.map(({ name, says, value, repeatable }) => {
    const begins = `${repeatable ? '*' : ''}--${name}${value === null ? '' : '='}[${inBrackets(says)}]`
    return quoted(value === null ? begins : `${begins}:${name}:${action(value)}`)
  })
  const operands = operandsOf(spoken)
  const all = operands.length === 0 ? [] : [quoted(`*:argument:${operands.map(action).join(' ')}`)]
  const lines = ['_arguments -S', ...options, ...all].join(' \\\n      ')
  return `    ${spoken.verb})\n      ${lines} ;;`
}

function action(place: Place): string {
  if (place.kind === 'words') return `(${place.words.map((word) => word.replaceAll(':', '\\:')).join(' ')})`
  if (place.kind === 'file') return '_files'
  return place.kind === 'source' ? '_lic_source' : ' '
}
