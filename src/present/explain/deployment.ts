import type { ROTATION_CODES } from '../../model/codes/rotation.ts'
import type { Explanation } from './explanation.ts'

type DeploymentCode = Extract<keyof typeof ROTATION_CODES, `${'secret' | 'service' | 'wiring'}.${string}`>

const NOTHING_WRITTEN = 'Nothing was written.'
const TASK_DEFINITION =
  'Register a new revision of the task definition and update the service to it; then run the command again.'

export const DEPLOYMENT_EXPLANATIONS = {
  'secret.missing': {
    cause: 'Secrets Manager has no secret of this name in this Region and account.',
    cure: 'Name it with --secret, and the Region with --region: aws secretsmanager list-secrets.',
  },
  'secret.replica': {
    cause: 'The secret here is a replica of one in another Region, and replicas are read-only.',
    cure: 'Run the command in the primary Region. Each Region of AxonFlow needs a license of its own.',
  },
  'secret.rotation-enabled': {
    cause: 'Secrets Manager rotates this secret by itself, and would put a value of its own over the key.',
    cure: 'Turn it off with aws secretsmanager cancel-rotate-secret, if that is what you want.',
  },
  'secret.owned': {
    cause: 'The secret belongs to an AWS service, which alone may change it.',
    cure: 'Keep the license in a secret of your own.',
  },
  'secret.deleted': {
    cause: 'The secret was deleted and waits for its removal.',
    cure: 'Bring it back with aws secretsmanager restore-secret, or name the one that is used now.',
  },
  'secret.no-current': {
    cause: 'No version of the secret has the label AWSCURRENT: it was made without a value.',
    cure: 'Run lic rotate with --create: the new key becomes the first value. Where there are versions and none is current, somebody took the label off: put it back with aws secretsmanager update-secret-version-stage.',
  },
  'secret.binary': {
    cause: 'The secret holds bytes, not text. A license key is text.',
    cure: 'Name the right secret with --secret.',
  },
  'secret.empty': {
    cause: 'The secret holds an empty text, so that nothing tells how a key should stand in it.',
    cure: 'Put the first key in by hand, also where --create is given: an empty value was put by somebody for a reason. Then rotate from then on.',
  },
  'secret.field': {
    cause:
      'The secret is a JSON document and it is not clear which field is the key, or the field that is named or wired does not hold a text.',
    cure: 'Name the field: --secret NAME#FIELD. It must be the one that the task definitions read.',
  },
  'secret.too-large': {
    cause: 'With the new key the secret would be larger than the 65,536 bytes that Secrets Manager takes.',
    cure: 'Keep the license in a secret of its own.',
  },
  'secret.labels-full': {
    cause:
      'A secret can have 20 labels in all. There is no room for those that a rotation needs, and too few of them are archive labels of ours that could go.',
    cure: 'Look at them with aws secretsmanager describe-secret, and take off those that nobody needs.',
  },
  'secret.in-flight': {
    cause:
      'The label lic-pending is on a version: somebody is rotating this secret, or a rotation stopped on the way and left it there for whoever goes on.',
    cure: 'Ask who it is. If nobody is, the hints say how to see which key is live and how to take the lock off.',
  },
  'secret.cloudformation': {
    cause:
      'The secret was made by a CloudFormation stack. The next update of that stack may write the old key back.',
    cure: 'Give the stack the new key as its license parameter (LicenseKey), too: Update, Use existing template.',
  },
  'secret.managed-by': {
    cause:
      'A tag says that some tool, often Terraform, manages the secret. Many tools manage only the secret and not its value, so this is a warning; one that holds the value writes the old key back at its next run.',
    cure: 'Look where that tool takes the value from. Give it the new key there, or have it ignore changes of the value.',
  },
  'secret.replicas': {
    cause:
      'The secret is replicated to other Regions, so that tasks there read the same key. Each Region of AxonFlow needs a license of its own.',
    cure: 'Give the other Regions secrets of their own, and end the replication: aws secretsmanager remove-regions-from-replication.',
  },
  'secret.kms-differs': {
    cause:
      'A version that can be gone back to is encrypted under another KMS key than the live one. Giving a secret another KMS key encrypts only the current, the pending and the previous version anew.',
    cure: 'Keep the old KMS key enabled while you may want to go back; deleting it makes that version unreadable for ever.',
  },
  'service.cloudformation': {
    cause:
      'The service was made by a CloudFormation stack. Where that stack fills the license in from a parameter, its next update brings the old key back.',
    cure: 'Give the stack the new key as its license parameter (LicenseKey), too: Update, Use existing template.',
  },
  'service.missing': {
    cause: 'ECS has no such cluster, or no such service in it.',
    cure: 'Name them with --cluster and --service: aws ecs list-clusters, aws ecs list-services --cluster NAME.',
  },
  'service.inactive': {
    cause: 'The service is being removed, or has been.',
    cure: 'Name only services that run.',
  },
  'service.controller': {
    cause:
      'The service is deployed by CodeDeploy or by something outside ECS; both refuse a forced deployment.',
    cure: 'Rotate without this service, then deploy it the way it always is.',
  },
  'service.deploying': {
    cause: 'A deployment of this service is in progress already; another would come in its way.',
    cure: 'Wait for it with aws ecs wait services-stable, then run the command again. One that stands at a pause or in a long bake time can be ended, too: aws ecs stop-service-deployment goes back to what ran before. One whose tasks fail, and that brings nothing but a restart, is not waited for.',
  },
  'service.failing': {
    cause:
      'A deployment of this service is in progress, its tasks fail to start, and it brings nothing but a restart. Without a circuit breaker that never ends, so it is not waited for.',
    cure: 'Nothing to do where the key is what they fail with. Else look into the log of the tasks first: a new deployment would fail as well.',
  },
  'service.no-tasks': {
    cause: 'The service has a desired count of 0, so no task would read the key and nothing could be proven.',
    cure: 'Leave it out: its tasks will read the new key when it is started.',
  },
  'service.no-breaker': {
    cause: 'Without a deployment circuit breaker ECS starts failing tasks again and again.',
    cure: 'Nothing to do while lic is there, where there is a way back: three failed tasks make it take the key back. Where old tasks are stopped first, those are missing meanwhile. A circuit breaker helps when lic is not there.',
  },
  'service.stops-first': {
    cause: 'With a minimum healthy percent under 100, ECS may stop old tasks before new ones run.',
    cure: 'Rotate when that is bearable, or raise the minimum healthy percent to 100 first.',
  },
  'service.mutable-image': {
    cause: 'The image is named by a tag. A new deployment pulls whatever the tag means today.',
    cure: 'Pin the image by digest, or make sure that the tag has not moved since the last deployment.',
  },
  'service.alarms': {
    cause:
      'The service gives a deployment up when one of its CloudWatch alarms goes off. That counts as a failure, whatever set it off, and the old key is taken back.',
    cure: 'Look at the alarms first: aws cloudwatch describe-alarms --alarm-names NAME. Rotate when none is in alarm.',
  },
  'service.waits': {
    cause:
      'Deployments of the service wait: for somebody at a pause, for a function, or for a time: while traffic goes over step by step (LINEAR, CANARY), and while old and new tasks run side by side (bake time).',
    cure: 'Be there to let them go on (the line that does it is printed when it waits), and give --timeout more than the waits take. A rotation whose time runs out is unfinished, safe, and can be resumed.',
  },
  'service.other-reader': {
    cause:
      'Another service of the cluster reads the same key from the same secret. Its running tasks keep the old key until they are replaced, which may be weeks later.',
    cure: 'Name it too, with --service; the hint has the whole list.',
  },
  'wiring.pinned-version': {
    cause:
      'The task definition names one version of the secret. A new version is never seen, whatever is current.',
    cure: `Drop the version id from the valueFrom. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.other-stage': {
    cause: 'The task definition reads another label than AWSCURRENT.',
    cure: `Drop the stage from the valueFrom. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.plain-value': {
    cause:
      'The key stands in the task definition itself. A forced deployment starts tasks with that same text.',
    cure: `Have that done with --via task-definition: lic registers a revision that reads the key from the secret, and updates the service to it. Whoever may read task definitions can read a key that stands in one. ${NOTHING_WRITTEN}`,
  },
  'wiring.recreated': {
    cause:
      'The task definition names a secret of the same name with another suffix. AWS gives each secret six random characters when it is made, so one that was deleted and made anew has another ARN, and tasks that name the old one cannot start.',
    cure: `Set the valueFrom to the ARN of the secret that is there now. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.other-secret': {
    cause: 'The task definition reads another secret.',
    cure: `Rotate the secret that is read, or set the valueFrom to the right one. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.other-region': {
    cause: 'The task definition reads a secret of another Region.',
    cure: `Run the command in that Region, or set the valueFrom to the secret of this one. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.parameter': {
    cause:
      'The task definition reads an SSM parameter. A valueFrom that is no ARN names a parameter, even where a secret has that name.',
    cure: `Set the valueFrom to the full ARN of the secret. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.not-an-arn': {
    cause: 'The valueFrom is an ARN of something else, or has the wrong number of fields after the name.',
    cure: `Write the ARN of the secret alone, or with exactly three more fields. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.json-key': {
    cause:
      'What the task definition reads does not fit the secret as it stands: a field of a secret that is no JSON object, a field that is not there, is there twice or holds something other than text, or the whole of a JSON document. Such tasks do not start, or take a document for a key.',
    cure: `Make the valueFrom name the field that holds the key, or the whole secret where that is the key. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.fields-differ': {
    cause:
      'The services do not read the key from the same place: some a field, some the whole secret, or different fields; or --secret names another one than they read.',
    cure: `Make the task definitions agree. ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.no-variable': {
    cause: 'No container of the service names the license variable, so its tasks run without a key.',
    cure: `Add the variable under "secrets". ${TASK_DEFINITION} Or leave the service out with --service. ${NOTHING_WRITTEN}`,
  },
  'wiring.environment-file': {
    cause:
      'No container names the license variable, but environment files are loaded: a key in one would not change.',
    cure: `Take it out of the file and name it under "secrets". ${TASK_DEFINITION} ${NOTHING_WRITTEN}`,
  },
  'wiring.environment-file-too': {
    cause:
      'The container reads the key from the secret and loads environment files as well, which cannot be looked into from here. Which of the two wins where both name the variable is not documented.',
    cure: 'Look that no environment file names the license variable. With --health-url the runtime itself says which key it took.',
  },
  'wiring.some-containers': {
    cause:
      'One container of the service reads the key; another has the same image, or the variable that names the identity, and no license variable.',
    cure: 'If that container needs a license, name the variable under its "secrets". A side container without one is fine: this is a warning.',
  },
  'wiring.identity': {
    cause:
      'The runtime compares the identity in the key with its ORG_ID at start, and refuses to start when they differ.',
    cure: `Ask for a key that is issued to this deployment, or name the right one. ${NOTHING_WRITTEN}`,
  },
  'wiring.no-execution-role': {
    cause:
      'Secrets are fetched with the execution role of the task definition, and this one has none: its tasks could not start.',
    cure: `Give the task definition an executionRoleArn that may read the secret, or keep the key in it with --via task-definition:value. ${NOTHING_WRITTEN}`,
  },
  'wiring.execution-role': {
    cause:
      'The new revision has its tasks read the secret with their execution role. What a role may do cannot be seen without permissions that lic does not ask for.',
    cure: 'Allow secretsmanager:GetSecretValue on the secret to that role, and kms:Decrypt where the secret has a KMS key of yours. If it is missing, the new tasks do not start and the rotation is undone.',
  },
  'wiring.value-readable': {
    cause:
      'With --via task-definition:value the key stands in the task definition, which everybody with ecs:DescribeTaskDefinition can read, in old revisions too.',
    cure: 'Use --via task-definition: the tasks read the key from the secret, and only their execution role must be allowed to.',
  },
  'wiring.template': {
    cause:
      'Services are usually deployed from a template: a CloudFormation stack, a pipeline, a file. A new revision made here is not in it.',
    cure: 'Make the same change in the template before its next deployment; else the old key comes back with it.',
  },
  'wiring.nothing-to-move': {
    cause:
      'The option --via is for services that hold the key as a plain value, and none of the named ones does.',
    cure: 'Nothing to do: they read the secret already, and are redeployed.',
  },
} as const satisfies Record<DeploymentCode, Explanation>
