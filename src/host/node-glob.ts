import { glob } from 'tinyglobby'

/** Regular files whose paths match, in their order; links are not followed, the folder of git is left out. */
export async function filesMatching(pattern: string, cwd: string): Promise<readonly string[]> {
  const paths = await glob([pattern], {
    cwd,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: ['**/.git/**'],
  })
  return [...paths].sort()
}
