import type { FileTrouble } from './host.ts'

/** Carries a reason and never a path: the path may be a key pasted by mistake. */
export const fileTrouble = (reason: FileTrouble['reason']): FileTrouble =>
  Object.assign(new Error(reason), { name: 'FileTrouble', reason } as const)

/** What the system said, as a reason. */
export function trouble(thrown: unknown): FileTrouble {
  const { name, code } = thrown as NodeJS.ErrnoException
  if (name === 'FileTrouble') return thrown as FileTrouble
  if (code === 'ENOENT' || code === 'ENOTDIR') return fileTrouble('missing')
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return fileTrouble('denied')
  if (code === 'EISDIR' || code === 'ELOOP') return fileTrouble('not-a-file')
  return fileTrouble('other')
}
