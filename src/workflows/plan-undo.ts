import type { FileChange } from '../ports.ts'
import { type Written, type WrittenEntry, writtenFile } from './written.ts'

export type UndoStep = {
  path: string
  action: 'remove' | 'restore' | 'keep' | 'gone'
  why: string
  after?: string
}

/** Takes back what nobody has touched since: whole files, and the lines added to files of the user's. */
export const planUndo = (written: Written, current: ReadonlyMap<string, string | undefined>): UndoStep[] =>
  Object.entries(written).map(([path, entry]) => stepOf(path, entry, current.get(path)))

function stepOf(path: string, entry: WrittenEntry, text: string | undefined): UndoStep {
  if (text === undefined) return { path, action: 'gone', why: 'it is not there any more' }
  if ('appended' in entry) return withoutLines(path, entry.appended, text)
  if (text === entry.text) return { path, action: 'remove', why: '' }
  return { path, action: 'keep', why: 'yours: edited since init wrote it' }
}

function withoutLines(path: string, appended: string[], text: string): UndoStep {
  const lines = new Set(appended)
  const after = text
    .split('\n')
    .filter((line) => !lines.has(line))
    .join('\n')
  if (after === text) return { path, action: 'gone', why: 'the added lines are not there any more' }
  return { path, action: 'restore', why: `without ${appended.join(', ')}`, after }
}

export const isUndone = ({ action }: UndoStep): boolean => action === 'remove' || action === 'restore'

/** The record goes last, and only when nothing is left that it speaks of. */
export function undoChanges(steps: UndoStep[]): FileChange[] {
  const changes = steps
    .filter(isUndone)
    .map(
      ({ path, action, after }): FileChange =>
        action === 'restore' ? { path, content: after ?? '' } : { path, remove: true },
    )
  return [...changes, { path: writtenFile, remove: true }]
}
