import { basename, dirname, join } from 'node:path'
import { type Instant, parseInstant, toIso } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'

/** What stands between the file's name and what tells its archives apart. */
const ARCHIVE = '.lic-archive.'
const NAME = /^(\d{8}T\d{6}Z)-([0-9a-f]{12}|unread)$/

/** An earlier state of the file, kept beside it. */
export interface ArchiveName {
  /** `20261128T053000Z-4c686a539d12`: when, and the fingerprint of the key that it holds */
  readonly version: string
  readonly path: string
  readonly archived: Instant
}

/** The same, with what it holds; null: it cannot be read. */
export interface Archive extends ArchiveName {
  readonly file: KeyText | null
}

export const archiveVersion = (at: Instant, fingerprint: string | null): string =>
  `${toIso(at).replace(/\.\d+/, '').replace(/[-:]/g, '')}-${fingerprint ?? 'unread'}`

export const archivePath = (file: string, version: string): string => `${file}${ARCHIVE}${version}`

export const lockPath = (file: string): string => `${file}.lic-pending`

/** Those among names of the file's folder, newest first. */
export function archivesAmong(file: string, names: readonly string[]): readonly ArchiveName[] {
  const start = basename(file) + ARCHIVE
  return names
    .flatMap((name) => {
      if (!name.startsWith(start)) return []
      const version = name.slice(start.length)
      const archived = whenOf(version)
      return archived === null ? [] : [{ version, archived, path: join(dirname(file), name) }]
    })
    .sort((a, b) => b.archived - a.archived || (a.version < b.version ? 1 : -1))
}

/** Nothing but a time and a fingerprint: it becomes part of a path. */
export const isVersion = (version: string): boolean => whenOf(version) !== null

function whenOf(version: string): Instant | null {
  const [, when] = NAME.exec(version) ?? []
  if (when === undefined) return null
  const iso = when.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
  return parseInstant(iso) ?? null
}
