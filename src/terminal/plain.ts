import type { Palette } from '../ports.ts'
import type { Reporter, StoryEvent } from '../story.ts'
import { viewPhase } from '../views/view-phase.ts'
import { viewProgress } from '../views/view-progress.ts'
import { viewTitle } from '../views/view-title.ts'
import { viewTransition } from '../views/view-transition.ts'

const reminderMs = 30_000

type Options = { write(text: string): void; columns: number; palette: Palette }

/** A line for each change, and a reminder of what is awaited when nothing has changed for a while: for CI and screen readers. */
export function plainReporter({ write, columns, palette }: Options): Reporter {
  let lastAt = 0
  const say = (at: number, lines: string[]) => {
    lastAt = at
    for (const line of lines) write(`${line.trimEnd()}\n`)
  }
  return {
    report(event) {
      const lines = viewEvent(event, palette, columns)
      if (lines.length > 0) return say(event.at, lines)
      if (event.type === 'rollout' && event.at - lastAt >= reminderMs) say(event.at, viewReminder(event))
    },
    close: () => {},
  }
}

function viewEvent(event: StoryEvent, palette: Palette, columns: number): string[] {
  switch (event.type) {
    case 'begin':
      return viewTitle(event.release, palette, columns)
    case 'phase-ended':
      return viewPhase(event.report, palette, columns)
    case 'progress':
      return viewStep(event)
    case 'transition':
      return [`    ${viewTransition(event.transition)}`]
    case 'note':
      return [`  ${event.level === 'warn' ? palette.warn('!') : '·'} ${event.message}`]
    case 'phase-started':
    case 'rollout':
    case 'end':
      return []
    default:
      return event satisfies never
  }
}

function viewStep({ phase, component, line }: Extract<StoryEvent, { type: 'progress' }>): string[] {
  const step = viewProgress(phase, line)
  return step ? [`    ${component ? `${component}: ` : ''}${step}`] : []
}

function viewReminder({ state }: Extract<StoryEvent, { type: 'rollout' }>): string[] {
  const waiting = state.pods.filter(({ isNew, phase }) => isNew && phase !== 'Ready' && phase !== 'Gone')
  const left = Math.max(0, Math.round((state.deadline - state.now) / 1000))
  const lines = waiting.map(
    ({ name, phase, waitingFor }) => `    still waiting: ${name} ${phase}, ${waitingFor}`,
  )
  return [...lines, ...state.warnings.map((warning) => `    ! ${warning}`), `    ${left} s left`]
}
