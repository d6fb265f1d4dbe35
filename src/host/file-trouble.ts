import type { FileTrouble } from './host.ts'

/** Carries a reason and never a path: the path may be a key pasted by mistake. */
export const fileTrouble = (reason: FileTrouble['reason']): FileTrouble =>
  Object.assign(new Error(reason), { name: 'FileTrouble', reason } as const)
