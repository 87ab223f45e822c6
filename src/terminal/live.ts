import type { Palette } from '../ports.ts'
import type { PhaseName } from '../report.ts'
import type { RolloutPicture } from '../rollout/state.ts'
import type { Reporter, StoryEvent } from '../story.ts'
import { viewPhase } from '../views/view-phase.ts'
import { viewProgress } from '../views/view-progress.ts'
import { viewRollout } from '../views/view-rollout.ts'
import { viewTimelines } from '../views/view-timelines.ts'
import { viewTitle } from '../views/view-title.ts'
import { viewTransition } from '../views/view-transition.ts'
import { wrapText } from '../views/wrap-text.ts'
import { frame } from './frame.ts'
import { pace } from './pace.ts'
import type { Spell } from './spell.ts'

type Options = {
  write(text: string): void
  size(): { columns: number; rows: number }
  palette: Palette
  spell?: Spell
  /** This machine's clock: an event's `at` may be the cluster's. */
  now?(): number
}
type Running = { name: PhaseName; since: number; lines: Map<string, string> }
type Scene = { running: Running[]; rollout?: RolloutPicture; removals: string[] }

const mostRemovals = 8

/** Finished phases stay as lines; what runs is one small tree below them, redrawn in place. */
export function liveReporter({ write, size, palette, spell = String, now = Date.now }: Options): Reporter {
  const block = frame(write, size, spell)
  const scene: Scene = { running: [], removals: [] }
  const drawing = pace(() => block.draw(viewScene(scene, now(), palette, size().columns)))
  return {
    report(event) {
      const kept = play(event, scene, now(), palette, size().columns)
      if (kept.length > 0) block.keep(kept)
      if (kept.length > 0 || event.type === 'phase-started') drawing.now()
      else drawing.soon()
    },
    close() {
      drawing.stop()
      block.clear()
    },
  }
}

/** Takes an event into the scene; answers the lines that stay on the screen for good. */
function play(event: StoryEvent, scene: Scene, now: number, palette: Palette, columns: number): string[] {
  switch (event.type) {
    case 'begin':
      return viewTitle(event.release, palette, columns)
    case 'phase-started':
      scene.running.push({ name: event.phase, since: now, lines: new Map() })
      return []
    case 'progress':
      progress(event, scene)
      return []
    case 'phase-ended':
      return endPhase(event, scene, palette, columns)
    case 'rollout':
      scene.rollout = event.state
      return []
    case 'transition':
      if (scene.rollout === undefined)
        scene.removals = [...scene.removals, viewTransition(event.transition)].slice(-mostRemovals)
      return []
    case 'note':
      return viewNote(event, palette, columns)
    case 'end':
      return []
    default:
      return event satisfies never
  }
}

function progress(event: Extract<StoryEvent, { type: 'progress' }>, { running }: Scene): void {
  const line = viewProgress(event.phase, event.line)
  if (line) running.find(({ name }) => name === event.phase)?.lines.set(event.component ?? '', line)
}

/** Of a rollout that failed the last tree stays: it shows which pods; of one that succeeded, how long each took. */
function endPhase(
  { report }: Extract<StoryEvent, { type: 'phase-ended' }>,
  scene: Scene,
  palette: Palette,
  columns: number,
): string[] {
  scene.running = scene.running.filter(({ name }) => name !== report.name)
  const last = report.name === 'rollout' ? scene.rollout : undefined
  if (last) scene.rollout = undefined
  const view = report.status === 'failed' ? viewRollout : viewTimelines
  return [...viewPhase(report, palette, columns), ...(last ? view(last, palette, columns) : [])]
}

const viewNote = (
  { level, message }: Extract<StoryEvent, { type: 'note' }>,
  { warn, dim }: Palette,
  columns: number,
): string[] =>
  wrapText(message, Math.max(20, columns - 5)).map(
    (line, index) => `  ${index > 0 ? ' ' : level === 'warn' ? warn('!') : dim('·')} ${line}`,
  )

function viewScene(
  { running, rollout, removals }: Scene,
  now: number,
  palette: Palette,
  columns: number,
): string[] {
  return running.flatMap(({ name, since, lines }) => {
    const seconds = `${Math.max(0, Math.round((now - since) / 1000))}s`
    const head = `  ${palette.accent('●')} ${name.padEnd(10)} ${palette.dim(seconds)}`
    const progress = [...lines].map(
      ([component, line]) => `      ${component.padEnd(component ? 9 : 0)}${palette.dim(line)}`,
    )
    if (name !== 'rollout') return [head, ...progress]
    const tree = rollout
      ? viewRollout(rollout, palette, columns)
      : removals.map((line) => `      ${palette.dim(line)}`)
    return [head, ...tree]
  })
}
