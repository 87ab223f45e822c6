import type { Folder, Line } from './project-files.ts'
import { withoutClosed } from './without-closed.ts'

const mostLines = 20

/** What is called over several lines that a line is one of, or else the head of the class above it. */
export function callAround({ path, line }: Line, { texts }: Folder): string {
  const lines = (texts.get(path) ?? '').split('\n')
  const above = lines.slice(Math.max(line - 1 - mostLines, 0), line - 1).join('\n')
  const called = /[\w.]+\((?=[^(]*$)/.exec(withoutClosed(above, /\([^()]*\)/g))?.[0]
  return called ?? above.match(/^class .*/gm)?.at(-1) ?? ''
}
