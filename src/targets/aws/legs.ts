import type { AwsSight } from './sight.ts'

/** Services that are redeployed at the same time. */
export interface Leg {
  /** tells the ids of its steps apart: `:NAME`, or nothing where there is one leg */
  readonly mark: string
  readonly names: readonly string[]
  /** and those of the legs before: what came up may still fall while others start */
  readonly soFar: readonly string[]
}

/** All at once; with `--sequential` one by one, in the order in which they were named. */
export function legsOf(names: readonly string[], { ref, services }: AwsSight): readonly Leg[] {
  if (!ref.sequential || names.length < 2) return [{ mark: '', names, soFar: names }]
  const place = (name: string): number => {
    const arn = services.find(({ service }) => service.name === name)?.service.arn
    return ref.services.findIndex((given) => given === name || given === arn)
  }
  const ordered = [...names].sort((a, b) => place(a) - place(b))
  return ordered.map((name, at) => ({ mark: `:${name}`, names: [name], soFar: ordered.slice(0, at + 1) }))
}
