import type { Caller } from '../../host/aws-api.ts'

/** The ARN that a secret will have, but for the six characters that AWS adds to it. */
export function futureArn(name: string, region: string, { arn, account }: Caller): string {
  const [, partition = 'aws'] = arn.split(':')
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}`
}
