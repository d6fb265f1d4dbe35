import { after, SECOND } from '../model/instant.ts'
import { advance } from './world/advance.ts'
import { handle } from './world/handle.ts'
import type { World } from './world/world.ts'

export const CLUSTER = 'axonflow-cluster'
export const SECRET = 'axonflow/license-key'

/** The two halves of an AxonFlow deployment, as its documents wire them. */
export const ROLES = [
  { role: 'agent', port: 8080, count: 2 },
  { role: 'orchestrator', port: 8081, count: 1 },
] as const
export type Role = (typeof ROLES)[number]['role']

export const serviceName = (role: Role): string => `axonflow-${role}-service`

/** Between the secret and the services that read it: the order tells that they did. */
export const APART = 2 * SECOND

export interface SeedOptions {
  readonly key: string
  readonly org: string
  /** more of a container definition, a service, or the secret's value, for deployments wired otherwise */
  readonly container?: (role: Role, secretArn: string) => object
  readonly service?: (role: Role) => object
  readonly value?: (key: string) => string
}

/** Puts the deployment of the documents into an empty world: cluster, secret, two services. */
export function plant(world: World, options: SeedOptions): void {
  const call = (service: 'secretsmanager' | 'ecs', action: string, body: object) => {
    const answer = handle(world, { service, action, body })
    if (answer.status !== 200) throw new Error(`seed: ${action}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  call('ecs', 'CreateCluster', { clusterName: CLUSTER })
  const secret = call('secretsmanager', 'CreateSecret', {
    Name: SECRET,
    Description: 'AxonFlow license key for production',
    SecretString: options.value?.(options.key) ?? options.key,
  })
  advance(world, after(world.now, APART))
  for (const one of ROLES) {
    call('ecs', 'RegisterTaskDefinition', taskDefinition(world, one, String(secret.ARN), options))
    call('ecs', 'CreateService', {
      cluster: CLUSTER,
      serviceName: serviceName(one.role),
      taskDefinition: `axonflow-${one.role}`,
      desiredCount: one.count,
      launchType: 'FARGATE',
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
      ...options.service?.(one.role),
    })
  }
}

function taskDefinition(
  world: World,
  { role, port }: (typeof ROLES)[number],
  secretArn: string,
  options: SeedOptions,
): object {
  return {
    family: `axonflow-${role}`,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '1024',
    memory: '2048',
    executionRoleArn: `arn:${world.partition}:iam::${world.account}:role/axonflow-execution`,
    containerDefinitions: [
      {
        name: role,
        image: `${world.account}.dkr.ecr.${world.region}.amazonaws.com/axonflow-${role}:11.1.0`,
        essential: true,
        portMappings: [{ containerPort: port, protocol: 'tcp' }],
        environment: [
          { name: 'ORG_ID', value: options.org },
          { name: 'PORT', value: String(port) },
        ],
        secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: secretArn }],
        healthCheck: {
          command: ['CMD-SHELL', `curl -f http://localhost:${port}/health || exit 1`],
          interval: 30,
          timeout: 5,
          retries: 10,
          startPeriod: 180,
        },
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': `/ecs/axonflow-${role}`,
            'awslogs-region': world.region,
            'awslogs-stream-prefix': role,
          },
        },
        ...options.container?.(role, secretArn),
      },
    ],
  }
}
