import type { Topic } from './topic.ts'

export const sources: Topic = {
  name: 'sources',
  title: 'where a key comes from',
  intro: [
    'A source names a place, so that the key itself is in no command line, history or process list. The answer always says which source won.',
  ],
  sections: [
    {
      title: 'sources',
      entries: [
        ['-', 'standard input; on a terminal a prompt that shows nothing of what is typed'],
        ['file:PATH, @PATH', 'a regular file, at most 1 MiB'],
        [
          'NAME.yml, NAME.json, .env',
          'check only: a document, with the keys that stand in it, each with its line and column; also as file:PATH, and on standard input',
        ],
        [
          "'deploy/**/*.yml'",
          'check only: every file that matches; ** stands for folders of any depth. Links and the folder of git are left out, and so is what is neither a document nor a key',
        ],
        ['env:NAME', 'an environment variable; not set and set to nothing are told apart'],
        ['dotenv:PATH#NAME', 'one variable of a .env file; the last # parts path and name'],
        ['secret:ID', 'AWS Secrets Manager, by name or ARN; reads AWSCURRENT'],
        ['secret:ID#FIELD', 'one field of a secret that holds a JSON document'],
        ['secret:ID?stage=LABEL', 'the version that has a label, such as AWSPREVIOUS'],
        ['secret:ID?version=ID', 'one version of a secret'],
        [
          'arn:...:secret:...',
          'an ECS valueFrom, as it stands in a task definition: ARN:json-key:stage:version',
        ],
        [
          'the key itself',
          'inspect and check only, with a warning: other users can read it in the process list',
        ],
        [
          'nothing',
          "commands that only read take the product's own variable (AXONFLOW_LICENSE_KEY, LICENSE_KEY, ATLASAI_LICENSE_KEY, LICENSE_TOKEN), else ask on a terminal",
        ],
      ],
    },
    {
      title: 'keys in documents',
      entries: [
        ['files of variables', '.env, NAME.env: every assignment of a license variable'],
        [
          'Docker Compose',
          'environment and build arguments of every service; env_file is named and not followed, what the shell fills in is no key here',
        ],
        [
          'Kubernetes',
          'Secret (data, stringData), ConfigMap, env of every container, in lists and several documents too',
        ],
        [
          'CloudFormation',
          'containers of task definitions, Environment of functions, SecretString, defaults of parameters; in YAML or JSON',
        ],
        ['ECS', 'a task definition, by itself or as aws ecs describe-task-definition prints it'],
        ['other YAML and JSON', 'a license variable with its value, and whatever begins like a key'],
        [
          'a bare file name',
          'is taken where it is that of a document; any other needs file: before it, as it could be a mistyped key',
        ],
      ],
    },
    {
      title: 'what is read',
      entries: [
        [
          'the bytes as they are',
          'a runtime does not trim, so neither does lic: a space before the key is named, and the key is judged with it',
        ],
        ['one line break at the end', 'is taken away, with a warning; more than one is not'],
        ['no key at all', 'is an answer: AxonFlow runs as Community (exit code 30)'],
        ['many keys', 'check takes several sources, and with --lines a list with a key on each line'],
        ['commands that write', 'need a source that is named; an exported variable is usually the old key'],
      ],
    },
  ],
}
