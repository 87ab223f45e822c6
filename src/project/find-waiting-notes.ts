import { type Dockerfile, findLast } from '../dockerfile/read-dockerfile.ts'
import type { Note } from './note.ts'
import { at, type Folder, type Line, linesOf } from './project-files.ts'
import { nameOf } from './read-manifest.ts'
import { isBelow } from './stacks/text-of.ts'

const waits = /\bwait-for(?:-it)?\b|\bnc\b.*\s-\w*z|\bpg_isready\b|\bdockerize\b.*-wait|\/dev\/tcp\//

type Ground = { folder: Folder; texts: Folder['texts']; context: string; services: ReadonlySet<string> }

/** A start that first waits for a service of compose waits for ever in a cluster. */
export function findWaitingNotes(file: Dockerfile, { folder, texts, context, services }: Ground): Note[] {
  const starts = ['ENTRYPOINT', 'CMD'].flatMap((name) => findLast(file, name) ?? [])
  const named = [...texts].filter(
    ([path]) => path.endsWith('.sh') && starts.some(({ rest }) => rest.includes(nameOf(path))),
  )
  const own = named.filter(([path]) => folder.texts.has(path))
  const scripts = own.length > 0 ? own : named.filter(([path]) => isBelow(context, path))
  const lines: Line[] = [
    ...starts.map(({ rest, line }) => ({ path: file.path, line, text: rest })),
    ...scripts.flatMap(([path, text]) => linesOf(path, text)),
  ]
  const found = lines.flatMap((line) => {
    const host = /^\s*#/.test(line.text) || !waits.test(line.text) ? undefined : hostIn(line.text, services)
    return host ? [{ host, line }] : []
  })
  return found.slice(0, 1).map(({ host, line }) => ({
    id: 'waits-for-compose',
    severity: 'warn',
    message: `the start waits for \`${host}\`, a name that only compose knows`,
    source: at(line),
    advice:
      'leave the waiting out, or wait for the host of a variable: Kubernetes starts it again until it connects',
  }))
}

const hostIn = (text: string, services: ReadonlySet<string>): string | undefined =>
  [...services].find((name) => new RegExp(`(?:^|[\\s/"',=])${name}[:\\s/"',]\\s*(?:\\d+|-|;|$)`).test(text))
