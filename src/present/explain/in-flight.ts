import type { ROTATION_CODES } from '../../model/codes/rotation.ts'
import type { Explanation } from './explanation.ts'

/** What is said of a rotation that was begun and has not ended. */
export const IN_FLIGHT_EXPLANATIONS = {
  'rotation.moved-on': {
    cause:
      'A rotation was begun and has not ended, and since then somebody has changed the secret: AWSCURRENT is neither on the key that it was putting into place nor on the one that it was replacing, or its lock was taken off meanwhile. Whoever did that may rely on it, so nothing is gone on with.',
    cure: 'Look which version is live, and who made it so. Once nobody works on it, lic rotate --abandon takes the labels of the rotation off, and nothing else.',
  },
  'rotation.other-key': {
    cause:
      'lic rotate --resume was given a key, and it is not the one that the rotation in flight puts into place.',
    cure: 'Run lic rotate --resume without a key to go on with the one that is in flight, or lic rotate --abandon, then rotate to this one.',
  },
  'rotation.none-in-flight': {
    cause:
      'lic rotate --resume was given a key, and no rotation is in flight. The key that is live is another one, or cannot be seen.',
    cure: 'Run lic rotate with the key and without --resume. Without a key, lic rotate --resume takes off what a dead run has left.',
  },
  'rotation.other-services': {
    cause:
      'The rotation in flight was begun for other services than the ones named now: its label holds a hash of theirs. Going on with these would call it finished while tasks of the others still hold the other key.',
    cure: 'Name the services that it was begun for with --service, and their --cluster. The hash tells only whether a set is the right one, not which services are in it; where some of those named fit it, the hint names them.',
  },
  'rotation.taken-back': {
    cause:
      'The rotation that was in flight had failed, and its undo had not ended. This run finished the undo: the old key is live, and every task holds it.',
    cure: 'Find out why the new key failed (lic inspect, the log of the tasks) before it is tried again. Its version is kept, labelled lic-failed.',
  },
  'rotation.mixed': {
    cause:
      'A rotation is let be while some tasks may still hold the other key: tasks read the secret only when they start.',
    cure: 'Run lic redeploy, so that every task reads the key that is live; or go back to the key before. Until then each task keeps the key that it has, and one that is replaced reads the live one.',
  },
} as const satisfies Partial<Record<keyof typeof ROTATION_CODES, Explanation>>
