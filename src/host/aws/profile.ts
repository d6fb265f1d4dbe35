import { loadSharedConfigFiles } from '@smithy/core/config'

export type ProfileSettings = Readonly<Record<string, string | undefined>>

/** What the shared files of `aws` say of a profile; null: no file knows it. The SDK reads them once. */
export async function profileSettings(name: string): Promise<ProfileSettings | null> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles()
  const known = Object.hasOwn(configFile, name) || Object.hasOwn(credentialsFile, name)
  return known ? { ...configFile[name], ...credentialsFile[name] } : null
}
