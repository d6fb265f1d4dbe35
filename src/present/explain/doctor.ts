import type { DOCTOR_CODES } from '../../model/codes/doctor.ts'
import type { Explanation } from './explanation.ts'

export const DOCTOR_EXPLANATIONS = {
  'doctor.variable-name': {
    cause:
      'A variable is set whose name is nearly that of the license: in lower case, with LICENCE for LICENSE, with an underscore or a blank too many, or mistyped. The product reads exactly one name, and takes no notice of others.',
    cure: 'Set the variable under its right name where the product is started, unset the other, and start it again.',
  },
  'doctor.other-variable': {
    cause: 'The key stands in the variable that another product reads; this product never looks there.',
    cure: "Move it to the product's own variable. Say --product where it is the other product's after all.",
  },
  'doctor.characters': {
    cause:
      'White space, a line break, quotes or marks that cannot be seen stand before or after the key. A runtime trims nothing: it takes all of it for the key.',
    cure: 'Write the value again without them: printf %s instead of echo, no quotes in files that Docker reads with --env-file, UTF-8 without a byte-order mark.',
  },
  'doctor.shell-wins': {
    cause:
      'The variable is exported where Compose is started, and also stands in .env, with another value. Compose prefers the exported one, even where that is empty.',
    cure: 'Unset it in the shell, or export the key that is meant; then docker compose up -d.',
  },
  'doctor.not-passed': {
    cause:
      'No service of the Compose file names the variable, or one that reads it does not. What is exported, or stands in .env, is only there to fill in the Compose file: by itself it reaches no container.',
    cure: 'Name it under environment of each service that reads the license: lic render --as compose prints how.',
  },
  'doctor.other-key': {
    cause:
      'Two places that should hold the same key hold different ones, byte for byte. A container keeps the key that it was started with.',
    cure: 'Start the containers again with docker compose up -d; where that changes nothing, look which file or shell the other key comes from.',
  },
  'doctor.tasks-old': {
    cause:
      'Tasks run that started before the secret was last changed. ECS reads a secret when a task starts, and never again.',
    cure: 'Run lic redeploy: it judges the key first, restarts the services and follows them.',
  },
  'doctor.task-refused': {
    cause:
      'Tasks of the service stopped with an error within the hour. ECS does not say why; the log does: a refused key is told there.',
    cure: 'Read the log by the command that is printed, and judge the key that new tasks read with lic inspect secret:NAME.',
  },
  'doctor.refused-in-log': {
    cause:
      'A task, or a container, said in its log that it does not accept its license. What stands there is its own reason, shown without whatever may be a key. On AWS only what tasks say within ten minutes of their start is read, of those that failed first; of containers the last 300 lines.',
    cure: 'Mend what the line names. Where lic finds nothing wrong with the same key, the image trusts other public keys or is older than the form of the key, or the task read the secret before it was changed: then starting it again is enough.',
  },
  'doctor.setting': {
    cause:
      'A variable that the product reads beside its license keeps the license from counting, or is set to something that makes no sense.',
    cure: 'Set it as the hint says where the product is started, and start it again.',
  },
  'doctor.clock': {
    cause:
      "This machine's clock and that of a server are more than five minutes apart. Licenses are judged by the clock: one that is off makes good keys expired, or not yet valid, and AWS refuses requests that are signed with it.",
    cure: 'Set the clock by the network: timedatectl set-ntp true, or restart the virtual machine.',
  },
  'doctor.health-differs': {
    cause:
      'The running product says something that this key would not make it say: another tier, or that its license is not valid.',
    cure: 'It most likely runs with another key, or has not been started since the key was put there: start it again. A community build stays Community with any key.',
  },
  'doctor.no-answer': {
    cause: 'The address of --health-url gave no answer, or one that is no form of the product.',
    cure: 'Check the address, the port (8080 for the agent, 8081 for the orchestrator) and the network in between; a product that refused its key does not answer either.',
  },
  'doctor.endpoint': {
    cause:
      'A variable leads calls of AWS to an endpoint of its own: what is seen there is not what runs on AWS.',
    cure: 'Unset it where it is not meant, such as after lic sandbox.',
  },
  'doctor.bundle-there': {
    cause: 'Something has the name that was given to --bundle. A bundle never takes the place of a file.',
    cure: 'Give it another name, or remove what is there.',
  },
  'doctor.bundle-not-asked': {
    cause: 'A bundle is shown and asked about before it is written, and there is no terminal to ask on.',
    cure: 'Look at what is shown, then run it again with --yes.',
  },
} as const satisfies Record<keyof typeof DOCTOR_CODES, Explanation>
