import { mergeText } from '../chart/merge-text.ts'
import type { FileChange } from '../ports.ts'
import type { Written, WrittenEntry } from './written.ts'

export type FileAction = 'create' | 'change' | 'remove' | 'skip' | 'same'

/** What happens to one file, with its text before and after. */
export type PlannedFile = {
  path: string
  action: FileAction
  why: string
  before?: string
  after?: string
  /** What init would have written by itself: the base of the next merge. */
  base?: string
  /** Lines that are added to a file of the user's. */
  appended?: string[]
}

export type WantedFile =
  | { path: string; content: string; isOptional?: boolean }
  | { path: string; lines: string[] }

type Ground = {
  current: ReadonlyMap<string, string | undefined>
  written: Written
  /** Texts that are init's own although no record says so, as in a fresh clone. */
  pristine: ReadonlyMap<string, string>
  overwrite: boolean
}

/** Only what is new or still as init wrote it is touched; everything else is the user's. */
export function planFiles(wanted: WantedFile[], ground: Ground): PlannedFile[] {
  const planned = wanted.flatMap((file) =>
    'lines' in file ? planLines(file, ground) : planFile(file, ground),
  )
  const paths = new Set(wanted.map(({ path }) => path))
  return [...planned, ...planRemovals(paths, ground)]
}

type WholeFile = Extract<WantedFile, { content: string }>

function planFile(
  { path, content, isOptional }: WholeFile,
  { current, written, overwrite, pristine }: Ground,
): PlannedFile[] {
  const before = current.get(path)
  const file = { path, before, after: content }
  if (before === undefined) return [{ ...file, action: 'create', why: '' }]
  if (before === content) return [{ ...file, action: 'same', why: 'nothing to change' }]
  const entry = written[path]
  if (textOf(entry) === before || pristine.get(path) === before)
    return [{ ...file, action: 'change', why: '' }]
  if (isOptional) return []
  if (overwrite) return [{ ...file, action: 'change', why: 'replaced, as --overwrite says' }]
  const base = textOf(entry)
  if (base === undefined) return [{ ...file, action: 'skip', why: 'yours: it was there before' }]
  if (base === content) return [{ ...file, action: 'skip', why: 'yours: edited since init wrote it' }]
  return [merge({ path, before, bases: [base, pristine.get(path)], content })]
}

type Merge = Record<'path' | 'before' | 'content', string> & { bases: (string | undefined)[] }

/**
 * The user's edits stay, and what changed in the answers comes in; where both touch a line, the user's stands. Values
 * that were edited in the config are answers by now: against what init would write for them, less is left to merge.
 */
function merge({ path, before, bases, content }: Merge): PlannedFile {
  const merged = bases
    .map((base) => (base === undefined ? undefined : mergeText(base, before, content)))
    .find((text) => text !== undefined)
  if (merged === undefined)
    return { path, before, action: 'skip', why: 'yours: you edited the very lines that change' }
  return { path, before, after: merged, base: content, action: 'change', why: 'merged with your edits' }
}

/** Lines that a file of the user's lacks, at its end. */
function planLines({ path, lines }: { path: string; lines: string[] }, { current }: Ground): PlannedFile[] {
  const before = current.get(path)
  const present = new Set((before ?? '').split('\n').map((line) => line.trim().replace(/^\//, '')))
  const appended = lines.filter((line) => !present.has(line))
  if (appended.length === 0) return [{ path, action: 'same', why: 'nothing to add', before }]
  const start =
    before === undefined || before === '' || before.endsWith('\n') ? (before ?? '') : `${before}\n`
  const why = appended.map((line) => `+ ${line}`).join('  ')
  return [
    {
      path,
      action: before === undefined ? 'create' : 'change',
      why,
      before,
      after: `${start}${appended.join('\n')}\n`,
      appended,
    },
  ]
}

/** What init once wrote and no longer wants, if nobody has edited it. */
function planRemovals(wanted: Set<string>, { current, written }: Ground): PlannedFile[] {
  return Object.entries(written).flatMap(([path, entry]): PlannedFile[] => {
    const before = current.get(path)
    const isOwn = before !== undefined && textOf(entry) === before
    return isOwn && !wanted.has(path) ? [{ path, action: 'remove', why: 'no longer needed', before }] : []
  })
}

export const isChange = ({ action }: PlannedFile) =>
  action === 'create' || action === 'change' || action === 'remove'

export const fileChanges = (files: PlannedFile[]): FileChange[] =>
  files
    .filter(isChange)
    .map(({ path, action, after }) =>
      action === 'remove' ? { path, remove: true } : { path, content: after ?? '' },
    )

/** As init would write it, whole: a run that was killed wrote it, and could not say so. */
const isOwnAlready = ({ action, after }: PlannedFile) => action === 'same' && after !== undefined

/** The record after the plan was carried out. */
export function nextWritten(files: PlannedFile[], written: Written): Written {
  const next: Written = { ...written }
  for (const { path, after } of files.filter(isOwnAlready)) next[path] = { text: after! }
  for (const file of files.filter(isChange)) {
    if (file.action === 'remove') delete next[file.path]
    else next[file.path] = entryOf(file, written[file.path])
  }
  return next
}

function entryOf(
  { appended, before, after = '', base = after }: PlannedFile,
  earlier: WrittenEntry | undefined,
): WrittenEntry {
  if (!appended || before === undefined || textOf(earlier) === before) return { text: base }
  const known = earlier && 'appended' in earlier ? earlier.appended : []
  return { appended: [...new Set([...known, ...appended])] }
}

const textOf = (entry: WrittenEntry | undefined) => (entry && 'text' in entry ? entry.text : undefined)
