import type { Host } from '../host/host.ts'
import { envelope, toJsonLine } from '../present/json.ts'
import { PRODUCTS } from '../products/registry.ts'

/** What `lic --version --json` prints: this program, the public keys that are built in, with since when each counts, and the tables, with as of when. */
export const versionJson = (version: string, { node, os }: Host['machine']): string =>
  toJsonLine(
    envelope('version', {
      exitCode: 0,
      result: {
        version,
        node,
        os,
        publicKeys: Object.values(PRODUCTS).flatMap((product) =>
          product.builtInAnchors.map(({ id, usage, name, from }) => ({
            product: product.id,
            id,
            usage,
            name,
            from,
          })),
        ),
        tables: Object.values(PRODUCTS).flatMap(({ id, tables }) =>
          tables === null ? [] : [{ product: id, ...tables }],
        ),
      },
    }),
  )
