import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DeployError } from '../errors.ts'
import type { DockerIgnore, Verdict } from './docker-ignore.ts'

/**
 * What docker reads of a context, in an order that is the same everywhere: files, links, and with a slash the folders that
 * nothing else shows. A path counts when any of the ignore files lets it through.
 */
export function listContext(context: string, shown: string, ignores: DockerIgnore[]): string[] {
  const found: string[] = []
  const enter = (dir: string, above: (Verdict | undefined)[]): void => {
    for (const entry of entriesOf(context, dir, shown)) {
      const path = dir === '' ? entry.name : `${dir}/${entry.name}`
      const verdicts = ignores.map((ignore, index) => ignore.judge(path, above[index]))
      const isKept = verdicts.some(({ ignored }) => !ignored)
      if (!entry.isDirectory()) {
        if (isKept && !entry.isSocket()) found.push(path)
      } else if (isKept || !ignores.every((ignore, index) => ignore.isClosed(path, verdicts[index]!))) {
        const before = found.length
        enter(path, verdicts)
        if (isKept && found.length === before) found.push(`${path}/`)
      }
    }
  }
  enter('', [])
  return found.sort()
}

function entriesOf(context: string, dir: string, shown: string): Dirent[] {
  try {
    return readdirSync(join(context, dir), { withFileTypes: true })
  } catch (cause) {
    throw unreadable(join(shown, dir), cause as Error)
  }
}

/** Docker's builders stop at a file that they may not read, too. */
export const unreadable = (path: string, cause: Error): DeployError =>
  new DeployError('BUILD_FAILED', `the build context cannot be read: ${path}: ${cause.message}`, {
    hint: 'make it readable for you, or leave it out with .dockerignore',
    cause,
  })
