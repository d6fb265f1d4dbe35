import type { SCAN_CODES } from '../../model/codes/scan.ts'
import type { Explanation } from './explanation.ts'

export const SCAN_EXPLANATIONS = {
  'scan.live-key': {
    cause:
      'A file, a staged change or standard input holds a license key with a good signature whose time is not over. Whoever can read it can run the product with it.',
    cure: 'Put a new key into place (lic rotate SOURCE), ask the vendor to revoke the old one, take it out of the file, and out of the history: git filter-repo --replace-text. What was only staged is taken back with git restore --staged FILE. A key that may be there is allowed by fingerprint in lic.config.json (lic help config).',
  },
  'scan.unproved-key': {
    cause:
      'What was found reads as a key, and nobody here can check its signature: no public key is known for it. It may be live.',
    cure: 'Give the public key with --public-key; until then treat it as live.',
  },
  'scan.expired-key': {
    cause: 'The time of the key is over: an agent no longer starts with it.',
    cure: 'Take it out when there is time; it tells who the customer is. --fail-on any makes it a failure.',
  },
  'scan.untrusted-key': {
    cause:
      'The signature is by no key that is trusted here: a key of a test, a forged one, or one signed with a key that was retired.',
    cure: 'Nothing has to be done. Where it is signed by an issuer of yours, name its public key with --public-key to have it judged.',
  },
  'scan.refused-key': {
    cause: 'The key has a form that no runtime of today reads, and its signature cannot be checked.',
    cure: 'Take it out when there is time. Where an old platform still runs, judge by its rules: --platform VERSION.',
  },
  'scan.example': {
    cause: 'The text begins like a key and is none: an example from documentation, or a key cut short.',
    cure: 'Nothing has to be done.',
  },
  'scan.fail-on': {
    cause: 'Something was found, and --fail-on any makes all of it a failure, also what is not live.',
    cure: 'Take it out, allow it by fingerprint in lic.config.json, or leave --fail-on out.',
  },
  'scan.allowance-over': {
    cause: 'The project file allows the key until a date that has passed, so it is allowed no longer.',
    cure: 'Take the key out. Where it must stay, look at the reason again and set another date in lic.config.json.',
  },
  'scan.unread': {
    cause: 'A file or folder could not be read, so nothing is known about it: it does not count as clean.',
    cure: 'Look with ls -l who may read it, then scan again, or name the paths to scan.',
  },
  'scan.nothing': {
    cause: 'There was nothing to look at: no file under the paths that were named, or an empty input.',
    cure: 'Look whether the path is right, and whether an ignore file leaves everything out.',
  },
  'scan.no-repository': {
    cause: '--staged asks git what is staged, and git is not there, or this is no repository.',
    cure: 'Run it inside a repository with git on the PATH, or name paths instead.',
  },
} as const satisfies Record<keyof typeof SCAN_CODES, Explanation>
