import type { Action } from '../handle.ts'
import { createCluster, describeClusters, listClusters } from './clusters.ts'
import { createService } from './create-service.ts'
import {
  continueServiceDeployment,
  describeServiceDeployments,
  listServiceDeployments,
  stopServiceDeployment,
} from './service-deployment-actions.ts'
import { deleteService, describeServices, listServices, updateService } from './services.ts'
import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitions,
  registerTaskDefinition,
} from './task-definitions.ts'
import {
  describeTasks,
  listTagsForResource,
  listTasks,
  stopTask,
  tagResource,
  untagResource,
} from './tasks.ts'

/** The ECS calls this world answers. */
export const ECS_ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['CreateCluster', createCluster],
  ['DescribeClusters', describeClusters],
  ['ListClusters', listClusters],
  ['RegisterTaskDefinition', registerTaskDefinition],
  ['DescribeTaskDefinition', describeTaskDefinition],
  ['DeregisterTaskDefinition', deregisterTaskDefinition],
  ['ListTaskDefinitions', listTaskDefinitions],
  ['CreateService', createService],
  ['DescribeServices', describeServices],
  ['ListServices', listServices],
  ['UpdateService', updateService],
  ['DeleteService', deleteService],
  ['ListServiceDeployments', listServiceDeployments],
  ['DescribeServiceDeployments', describeServiceDeployments],
  ['StopServiceDeployment', stopServiceDeployment],
  ['ContinueServiceDeployment', continueServiceDeployment],
  ['ListTasks', listTasks],
  ['DescribeTasks', describeTasks],
  ['StopTask', stopTask],
  ['TagResource', tagResource],
  ['UntagResource', untagResource],
  ['ListTagsForResource', listTagsForResource],
])
