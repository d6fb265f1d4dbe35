/** What `lic` alone prints. */
export function overview(verbs: Readonly<Record<string, { readonly summary: string }>>): string {
  const names = Object.keys(verbs)
  const width = Math.max(...names.map((name) => name.length))
  return [
    'lic reads the license key of a self-hosted product as its runtime would, and puts a new one into place.',
    '',
    'Usage: lic COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...names.map((name) => `  ${name.padEnd(width)}  ${verbs[name]?.summary}`),
    '',
    'Every command takes --help and --json. Exit codes, sources and more: lic help',
    '',
  ].join('\n')
}
