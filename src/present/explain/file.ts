import type { FILE_CODES } from '../../model/codes/file.ts'
import type { Explanation } from './explanation.ts'

export const FILE_EXPLANATIONS = {
  'file.missing': {
    cause: 'The file of variables that --dotenv names is not there.',
    cure: 'Name the file that the product reads, from the folder that the path is relative to; or let lic make it, for this user alone, with --create. Nothing was written.',
  },
  'file.link': {
    cause:
      'The file is a symbolic link. A file is replaced by moving another into its place, and that would put an end to the link and leave the file behind it as it was.',
    cure: 'Name the file that the link leads to; the message does. Nothing was written.',
  },
  'file.not-a-file': {
    cause: 'What has that name is a folder, a device or a pipe.',
    cure: 'Name a file. Nothing was written.',
  },
  'file.denied': {
    cause:
      'This user may not read or write the file, or may not make files in its folder: a file is written beside it first, then moved into its place, so that nobody ever reads half of it.',
    cure: 'Run lic as the user who owns the file, or have the rights of the folder changed.',
  },
  'file.too-large': {
    cause: 'The file is larger than 1 MiB: it is no file of variables.',
    cure: 'Check the path. Nothing was written.',
  },
  'file.encoding': {
    cause: 'The file holds NUL bytes, as text in UTF-16 does. Docker Compose and dotenv read UTF-8.',
    cure: 'Save it as UTF-8. Nothing was written.',
  },
  'file.variable-twice': {
    cause:
      'The variable is set on several lines. Most readers take the last one, some the first, so that changing one of them may change nothing.',
    cure: 'Take out all but one; the message says which lines. Nothing was written.',
  },
  'file.unwritable-value': {
    cause:
      'The text holds characters (quotes, dollar signs, backslashes) that Docker Compose, dotenv and shells read in different ways, or the file is written in a way that they do.',
    cure: 'A license key has none of these: look at it with lic inspect. If it is the file that is odd, put each variable on a line of its own. Nothing was written.',
  },
  'file.in-flight': {
    cause:
      'A lock file lies beside the file: somebody is rotating its key, or a rotation ended before it could remove the lock.',
    cure: 'If somebody is at work, wait. Else lic rotate --resume goes on with it, and lic rotate --abandon removes the lock file and nothing else; the message has both lines filled in. What has the name of a lock file and is none is never removed: see what it is.',
  },
  'file.not-begun': {
    cause:
      'The rotation that is in flight has only made its lock file: the file of variables is as it was. The new key was never written down anywhere but in that process, so there is nothing to go on with.',
    cure: 'lic rotate --abandon, then rotate again. What runs was not touched.',
  },
  'file.changed': {
    cause:
      'The file is not as it was when the plan was made or when this run wrote it: somebody has changed it meanwhile.',
    cure: 'Look at what they did; nothing of it was overwritten. Then plan again.',
  },
  'file.no-restart': {
    cause: 'lic redeploy restarts the product, and nothing says how.',
    cure: "Name the command: --restart 'docker compose up -d --force-recreate'.",
  },
  'file.restart-failed': {
    cause:
      'The command given with --restart ended with an error, or not in the time given. Its last line is in the message, with keys taken out.',
    cure: 'The file was put back as it was, and the command was run once more. Run it by hand to see all that it says.',
  },
  'file.not-restarted': {
    cause: 'The product reads its key when it starts, and nothing here restarts it.',
    cure: "Restart it yourself once the file is written, or name the command: --restart 'docker compose up -d'.",
  },
  'file.shell-wins': {
    cause:
      'The variable is exported in the shell that lic runs in. Docker Compose prefers such a variable to the same one in the file, so that a restart by hand from this shell would go on with the exported key.',
    cure: 'Unset it in your shell before you start the product by hand. Commands run by --restart do not get it.',
  },
} as const satisfies Record<keyof typeof FILE_CODES, Explanation>
