import type { Wiring } from '../product.ts'

/** As the vendor's CloudFormation template and documentation name things. */
export const wiring: Wiring = {
  secret: 'axonflow/license-key',
  cluster: 'axonflow-cluster',
  services: ['axonflow-agent-service', 'axonflow-orchestrator-service'],
  identityVariable: 'ORG_ID',
  stackParameter: 'LicenseKey',
  refusalInLog: 'License validation failed',
}
