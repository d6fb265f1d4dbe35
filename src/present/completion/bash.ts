import { operandsOf, type Place, SOURCE_FORMS, type Spoken } from './spoken.ts'

const word = (place: Place): string => (place.kind === 'words' ? place.words.join(' ') : `@${place.kind}`)

/** Needs nothing but bash 3.2. Names are taken from the line itself, so that `file:PATH` is one word. */
export const bash = (
  verbs: readonly Spoken[],
): string => `# completion of lic for bash: source <(lic completion bash)
_lic_places() {
  case "$1" in
${verbs.map(cases).join('\n')}
  esac
}

_lic_options() {
  case "$1" in
${verbs.map(({ verb, options }) => `    ${verb}) echo "${options.map(({ name }) => `--${name}`).join(' ')}" ;;`).join('\n')}
  esac
}

_lic_files() {
  local path
  while IFS= read -r path; do COMPREPLY+=("$1$path"); done < <(compgen -f -- "$2")
}

_lic_source() {
  local name
  case "$1" in
    file:*) _lic_files file: "\${1#file:}" ;;
    dotenv:*) _lic_files dotenv: "\${1#dotenv:}" ;;
    @*) _lic_files @ "\${1#@}" ;;
    env:*) for name in $(compgen -e -- "\${1#env:}"); do COMPREPLY+=("env:$name"); done ;;
    *) COMPREPLY+=($(compgen -W "${SOURCE_FORMS.map(([form]) => form).join(' ')}" -- "$1")) ;;
  esac
}

_lic_place() {
  local place
  for place in $1; do
    case "$place" in
      @file) compopt -o filenames 2>/dev/null; _lic_files "" "$2" ;;
      @source) compopt -o nospace -o filenames 2>/dev/null; _lic_source "$2" ;;
      @anything) ;;
      *) COMPREPLY+=($(compgen -W "$place" -- "$2")) ;;
    esac
  done
}

_lic() {
  COMPREPLY=()
  local line="\${COMP_LINE:0:COMP_POINT}" words current verb before given at reply prefix
  read -ra words <<< "$line"
  current=""
  case "$line" in *[[:space:]]) ;; *) current="\${words[\${#words[@]}-1]}"; unset "words[\${#words[@]}-1]" ;; esac
  if [ "\${#words[@]}" -lt 2 ]; then
    COMPREPLY=($(compgen -W "${verbs.map(({ verb }) => verb).join(' ')} --help --version" -- "$current"))
    return
  fi
  verb="\${words[1]}"
  before="\${words[\${#words[@]}-1]}"
  case "$current" in --*=*) before="\${current%%=*}"; given="\${before}="; current="\${current#*=}" ;; esac
  local place
  place="$(_lic_places "$verb $before")"
  if [ -n "$place" ]; then _lic_place "$place" "$current"
  else
    case "$current" in
      --*) COMPREPLY=($(compgen -W "$(_lic_options "$verb")" -- "$current")) ;;
      *) _lic_place "$(_lic_places "$verb")" "$current" ;;
    esac
  fi
  prefix="\${current%"\${current##*[:=@]}"}"
  case "$COMP_WORDBREAKS" in
    *:*) for at in "\${!COMPREPLY[@]}"; do reply="\${COMPREPLY[$at]}"; COMPREPLY[$at]="\${reply#"$prefix"}"; done ;;
  esac
}

complete -F _lic lic
`

/** `rotate --allow`: what stands after that option; `rotate`: what its operands are. */
function cases(spoken: Spoken): string {
  const { verb, options } = spoken
  const valued = options.flatMap(({ name, value }) =>
    value === null ? [] : [`    "${verb} --${name}") echo "${word(value)}" ;;`],
  )
  return [...valued, `    ${verb}) echo "${operandsOf(spoken).map(word).join(' ')}" ;;`].join('\n')
}
