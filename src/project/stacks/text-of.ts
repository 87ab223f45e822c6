import { linesOf, type ProjectFiles } from '../project-files.ts'

type Match = { text: string; source: string }

/** The first capture of a pattern in the first of these files that has it, with its line. */
export function findText(files: ProjectFiles, paths: string[], pattern: RegExp): Match | undefined {
  for (const path of paths)
    for (const { text, line } of linesOf(path, files.texts.get(path) ?? '')) {
      const found = pattern.exec(text)?.[1]
      if (found !== undefined) return { text: found, source: `${path}:${line}` }
    }
  return undefined
}

export const has = (files: ProjectFiles, path: string): boolean => files.paths.includes(path)

export const isBelow = (dir: string, path: string): boolean => dir === '.' || path.startsWith(`${dir}/`)

/** A path of the project as the build context sees it. */
export const fromContext = (context: string, path: string): string =>
  context === '.' ? path : path === context ? '.' : path.slice(context.length + 1)
