import { says } from '../../model/visible.ts'
import type { HelmChart } from '../../products/product.ts'
import type { Snippet, Wired } from './wired.ts'
import { quoted, yamlText } from './yaml.ts'

/** Values as the vendor's chart has them. The key is left to `--set-file`, which reads it from a file. */
export function helmValues({ productName, published, key, publicKey }: Wired, chart: HelmChart): Snippet {
  const license = chart.license.join('.')
  const upgrade = `helm upgrade ${chart.release} -f values.yaml`
  const comments = [
    ...(key === null
      ? [
          says`${productName}, for: ${upgrade} --set-file ${license}=KEY_FILE`,
          says`KEY_FILE stands for a file with the key alone, without a line break at its end`,
          says`${license} takes the key itself; whether the chart can read it from a Secret is not published`,
        ]
      : [says`${productName}, for: ${upgrade}`]),
    ...published.cautions,
  ]
  const values = nested([
    ...(publicKey?.pem ? [[chart.publicKey, publicKey.pem] as const] : []),
    ...(key === null ? [] : [[chart.license, key] as const]),
  ])
  return { text: yamlText(values, comments), findings: [] }
}

type Entry = readonly [path: readonly [string, string], value: string]

function nested(entries: readonly Entry[]): Record<string, Record<string, unknown>> {
  const tree: Record<string, Record<string, unknown>> = {}
  for (const [[section, name], value] of entries) tree[section] = { ...tree[section], [name]: quoted(value) }
  return tree
}
