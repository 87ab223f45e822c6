import type { FoundComponent } from './component.ts'
import type { Note } from './note.ts'
import { at, type Folder, isSource } from './project-files.ts'
import { lineAt } from './reading.ts'

const call = /(?:\.listen|\bserve)\(/g
const local = /["'`](?:localhost|127\.0\.0\.1|::1)["'`]/
const fromOutside = /\benv\b|\bconfig/i

/** A server that only its own pod reaches: it says so, or its framework does so by itself. */
export function findListenNotes(folder: Folder, component: FoundComponent): Note[] {
  if (component.language?.value !== 'javascript' || component.framework?.value.role !== 'backend') return []
  const isShy = listensLocally(folder, component)
  return [...folder.texts]
    .filter(([path]) => isSource(path) && /\.[cm]?[jt]s$/.test(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(call)]
        .filter((match) => isLocal(argumentsAt(text, match.index + match[0].length), isShy))
        .map((match) => ({
          id: 'listens-locally',
          severity: 'warn' as const,
          message: 'the server listens on localhost only: nothing outside its pod reaches it',
          source: at({ path, line: lineAt(text, match.index) }),
          advice: "let it listen on every address: `host: '0.0.0.0'`",
        })),
    )
    .slice(0, 1)
}

/** Fastify does unless it is told otherwise, also below Nest. */
const listensLocally = ({ texts }: Folder, { framework }: FoundComponent): boolean => {
  const made = framework?.value.name === 'Fastify' ? /\b[fF]astify(?:<[^>]*>)?\(/ : /\bnew FastifyAdapter\(/
  return [...texts.values()].some((text) => made.test(text))
}

function isLocal(given: string[], isShy: boolean): boolean {
  const [first = '', second = ''] = given
  const isObject = first.startsWith('{')
  const isCallback = /=>|\bfunction\b/.test(second)
  const host = isObject ? (/\bhost(?:name)?\b[^,}]*/.exec(first)?.[0] ?? '') : isCallback ? '' : second
  if (local.test(host)) return !fromOutside.test(host)
  if (!isShy) return false
  if (isObject) return /\bport\b/.test(first) && host === '' && !first.includes('...')
  return /^\d+$|port/i.test(first) && host === ''
}

/** Those of a call, as they are written; of a long callback only the beginning matters. */
function argumentsAt(text: string, from: number): string[] {
  const given = ['']
  let depth = 0
  for (let index = from; index < text.length; index++) {
    const one = text[index]!
    if ('([{'.includes(one)) depth++
    if (')]}'.includes(one) && --depth < 0) break
    if (one === ',' && depth === 0) given.push('')
    else given[given.length - 1] += one
  }
  return given.map((it) => it.trim()).filter(Boolean)
}
