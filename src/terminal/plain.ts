import { stripVTControlCharacters } from 'node:util'
import type { Palette } from '../ports.ts'
import type { Transition } from '../report.ts'
import type { RolloutPicture } from '../rollout/state.ts'
import type { Reporter, StoryEvent } from '../story.ts'
import { nearDue, viewDue } from '../views/view-due.ts'
import { viewPhase } from '../views/view-phase.ts'
import { viewProgress } from '../views/view-progress.ts'
import { viewTimelines } from '../views/view-timelines.ts'
import { viewTitle } from '../views/view-title.ts'
import { viewTransition } from '../views/view-transition.ts'
import { viewCrowds, viewWaiting } from '../views/view-waiting.ts'
import { wrapText } from '../views/wrap-text.ts'
import { dueNews } from './due-news.ts'

const reminderMs = 30_000
const crowdMs = 5_000
/** Of a component with more pods not every step of each is told, only what fails and how many have come how far. */
const mostPods = 10

type Options = {
  write(text: string): void
  columns: number
  palette: Palette
  /** Somebody reads it on a screen, which would break long lines anywhere; a log keeps a line per change. */
  isScreen?: boolean
}

/** A line for each change, and a reminder of what is awaited when nothing has changed for a while: for CI and screen readers. */
export function plainReporter({ write, columns, palette, isScreen = false }: Options): Reporter {
  let lastAt = 0
  let rollout: RolloutPicture | undefined
  const crowd = { at: 0, told: '' }
  const news = dueNews()
  const say = (at: number, lines: string[]) => {
    lastAt = at
    const shown = isScreen ? lines.flatMap((line) => breakLine(line, columns)) : lines
    for (const line of shown) write(`${line.trimEnd()}\n`)
  }
  const tellCrowd = ({ at, state }: Extract<StoryEvent, { type: 'rollout' }>) => {
    const lines = viewCrowds(state, mostPods).map((line) => `    ${stamp(at)} ${line}`)
    const told = lines.map((line) => line.slice(13)).join()
    if (told === crowd.told || at - crowd.at < crowdMs) return
    Object.assign(crowd, { at, told })
    say(at, lines)
  }
  return {
    report(event) {
      if (event.type === 'rollout') {
        rollout = event.state
        tellCrowd(event)
        const due = news(event.state)
        if (due) say(event.at, [`    ${stamp(event.at)} ${viewDue(due, event.state.now)}`])
        if (event.at - lastAt >= reminderMs) say(event.at, viewReminder(event))
        return
      }
      if (event.type === 'transition' && rollout && isOneOfMany(event.transition, rollout)) return
      const lines = viewEvent(event, palette, columns)
      if (event.type === 'phase-ended' && event.report.name === 'rollout' && rollout)
        lines.push(...viewTimelines(rollout, palette, columns))
      if (lines.length > 0) say(event.at, lines)
    },
    close: () => {},
  }
}

const hang = ' '.repeat(13)

const breakLine = (line: string, columns: number): string[] =>
  stripVTControlCharacters(line).length <= columns
    ? [line]
    : wrapText(line.trimStart(), columns - hang.length).map(
        (part, index) => (index === 0 ? indentOf(line) : hang) + part,
      )

const indentOf = (line: string): string => line.slice(0, line.length - line.trimStart().length)

const stamp = (at: number): string => new Date(at).toISOString().slice(11, 19)

function isOneOfMany({ object, to }: Transition, { components }: RolloutPicture): boolean {
  const crowded = components.filter(({ desired }) => desired > mostPods)
  return to !== 'Failed' && crowded.some(({ deployment }) => object.startsWith(`Pod/${deployment}-`))
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
  const left = Math.max(0, Math.round((state.deadline - state.now) / 1000))
  const due = nearDue(state)
  return [
    ...viewWaiting(state).map((line) => `    still waiting: ${line}`),
    ...state.warnings.map((warning) => `    ! ${warning}`),
    `    ${due ? viewDue(due, state.now) : `at most ${left} s left`}`,
  ]
}
