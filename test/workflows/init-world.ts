import { loadTemplates } from '../../src/host/load-templates.ts'
import type { Answer, FileChange, Question, World } from '../../src/ports.ts'
import { palette } from '../../src/terminal/palette.ts'

export type Disk = Map<string, string>

export type InitWorld = World & { disk: Disk; out: string[]; story: string[]; asked: Question[] }

type Script = (question: Question) => string | undefined

/** A folder in memory and a person who answers as scripted; `undefined` takes what is offered. */
export function initWorld(
  texts: Record<string, string>,
  options: { env?: Record<string, string>; person?: Script; root?: string; disk?: Disk } = {},
): InitWorld {
  const disk = options.disk ?? new Map(Object.entries(texts))
  const [out, story, asked]: [string[], string[], Question[]] = [[], [], []]
  const terminal = {
    canAsk: options.person !== undefined,
    isLive: false,
    columns: 80,
    colour: false,
    palette: palette(false),
    print: (text: string) => void out.push(text),
    data: (text: string) => void out.push(text),
    say: (text: string) => void story.push(text),
    ask: async (question: Question) => {
      asked.push(question)
      return reply(question, options.person!)
    },
  }
  const world = {
    env: options.env ?? {},
    cwd: options.root ?? '/home/me/shop',
    signal: new AbortController().signal,
    terminal,
    templates: loadTemplates,
    files: (root: string) => memoryFiles(root, disk),
  }
  return { ...(world as unknown as World), disk, out, story, asked }
}

function reply(question: Question, person: Script): Answer {
  const answer = person(question)
  if (answer === '<') return { back: true }
  const text = answer ?? String(question.default ?? question.choices?.[0]?.value ?? '')
  const fault = question.kind === 'select' ? undefined : question.check(text)
  if (fault) throw new Error(`${question.id}: ${text}: ${fault}`)
  return { answer: text }
}

const memoryFiles = (root: string, disk: Disk) => ({
  root,
  read: async (path: string) => disk.get(path),
  whyAbsent: async () => undefined,
  list: async () =>
    [...disk].filter(([path]) => !/(^|\/)\.env$|^\.k8sdeploy\//.test(path)).map(([path]) => ({ path })),
  write: async (changes: FileChange[]) => {
    for (const change of changes) {
      if ('remove' in change) disk.delete(change.path)
      else disk.set(change.path, change.content)
    }
  },
})
