import type { Aws, AwsSettings } from '../aws-api.ts'

export async function connect(_settings: AwsSettings, _env: NodeJS.ProcessEnv): Promise<Aws> {
  throw new Error('not written')
}
