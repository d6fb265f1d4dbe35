import { type Shown, says } from '../../model/visible.ts'
import { isArn, type Snippet, valueFrom, type Wired, type WiredSecret } from './wired.ts'
import { block, quoted, tagged, yamlText } from './yaml.ts'

/** Names of the template's own parts. */
const PARAMETER = 'LicenseKey'
const SECRET = 'LicenseSecret'

/**
 * The parts of a template that wire the license: with a secret, a reference to it; without, a parameter that is not
 * echoed and a secret made of it.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-secret.html
 */
export function cloudformation(wired: Wired): Snippet {
  const { secret, productName, published } = wired
  const made = secret === null
  const definitions = (published.containers ?? [null]).map((name) => [
    name === null ? 'TaskDefinition' : `${capital(name)}TaskDefinition`,
    {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { ContainerDefinitions: [container(name ?? 'CONTAINER', wired)] },
    },
  ])
  const comments: Shown[] = [
    says`${productName}: the parts of a CloudFormation template that wire its license`,
    ...(published.containers === null
      ? [says`CONTAINER stands for yours: what ${productName} calls its containers on ECS is not published`]
      : []),
    ...(made
      ? [says`a key that is rotated into the secret later stays, as long as the parameter stays as it was`]
      : []),
    ...published.cautions,
  ]
  const template = {
    ...(made
      ? {
          Parameters: {
            [PARAMETER]: { Type: 'String', NoEcho: true, Description: `License key of ${productName}` },
          },
        }
      : {}),
    Resources: {
      ...(made
        ? {
            [SECRET]: {
              Type: 'AWS::SecretsManager::Secret',
              DeletionPolicy: 'Retain',
              UpdateReplacePolicy: 'Retain',
              Properties: { SecretString: tagged('!Ref', PARAMETER) },
            },
          }
        : {}),
      ...Object.fromEntries(definitions),
    },
  }
  return { text: yamlText(template, comments), findings: [] }
}

const container = (name: string, { license, publicKey, secret }: Wired) => ({
  Name: name,
  ...(publicKey === null
    ? {}
    : { Environment: [{ Name: publicKey.name, Value: block(publicKey.pem ?? '') }] }),
  Secrets: [{ Name: license, ValueFrom: secret === null ? tagged('!Ref', SECRET) : reference(secret) }],
})

/** A name is completed by the stack's own partition, Region and account. */
const reference = (secret: WiredSecret) =>
  isArn(secret)
    ? quoted(valueFrom(secret.id, secret))
    : tagged(
        '!Sub',
        valueFrom(
          `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${secret.id}`,
          secret,
        ),
      )

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)
