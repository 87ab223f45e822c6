import type { Palette } from '../ports.ts'

type Step = { path: string; action: 'remove' | 'restore' | 'keep' | 'gone'; why: string }

/** One line per file; what is gone already is not worth one. */
export const viewUndo = (steps: Step[], palette: Palette): string[] =>
  steps
    .filter(({ action }) => action !== 'gone')
    .map(({ path, action, why }) => {
      const paint = { remove: palette.bad, restore: palette.warn, keep: palette.dim, gone: palette.dim }[
        action
      ]
      return `  ${paint(action.padEnd(7))}  ${path}${why ? `   ${palette.dim(why)}` : ''}`
    })
