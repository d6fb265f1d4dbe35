import { partitionOfRegion } from '../../input/aws-partition.ts'
import { note } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { isArn, type Snippet, valueFrom, type Wired, type WiredSecret } from './wired.ts'

/**
 * What goes into each container of a task definition.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function ecsSecrets(wired: Wired, secret: WiredSecret): Snippet {
  const { license, publicKey, published } = wired
  const arn = isArn(secret) ? secret.id : arnOfName(secret.id, wired.region)
  const container = {
    ...(publicKey === null ? {} : { environment: [{ name: publicKey.name, value: publicKey.pem }] }),
    secrets: [{ name: license, valueFrom: valueFrom(arn, secret) }],
  }
  const { containers } = published
  return {
    text: `${JSON.stringify(container, null, 2)}\n`,
    findings: [
      ...(isArn(secret)
        ? []
        : [
            note(
              'render.fill-in',
              says`${wired.region === null ? 'REGION and ACCOUNT stand' : 'ACCOUNT stands'} for yours: ECS takes a bare name for a parameter, not for a secret`,
              says`the ARN as AWS knows it: aws secretsmanager describe-secret --secret-id ${secret.id} --query ARN`,
            ),
          ]),
      note(
        'render.fill-in',
        containers === null
          ? says`it belongs to each container that reads the license: what ${wired.productName} calls them on ECS is not published`
          : says`it belongs to the definition of each of the containers ${containers.join(', ')}`,
        says`the execution role needs secretsmanager:GetSecretValue on the secret`,
      ),
      ...published.cautions.map((one) => note('render.caution', one)),
    ],
  }
}

const arnOfName = (name: string, region: string | null): string =>
  `arn:${partitionOfRegion(region)}:secretsmanager:${region ?? 'REGION'}:ACCOUNT:secret:${name}`
