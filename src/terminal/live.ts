import type { Palette } from '../ports.ts'
import type { PhaseName } from '../report.ts'
import type { RolloutState } from '../rollout/state.ts'
import type { Reporter, StoryEvent } from '../story.ts'
import { viewPhase } from '../views/view-phase.ts'
import { viewRollout } from '../views/view-rollout.ts'
import { viewTransition } from '../views/view-transition.ts'
import { frame } from './frame.ts'

type Options = { write(text: string): void; size(): { columns: number; rows: number }; palette: Palette }
type Running = { name: PhaseName; since: number; lines: Map<string, string> }
type Scene = { running: Running[]; rollout?: RolloutState; removals: string[]; now: number }

/** Finished phases stay as lines; what runs is one small tree below them, redrawn in place. */
export function liveReporter({ write, size, palette }: Options): Reporter {
  const block = frame(write, size)
  const scene: Scene = { running: [], removals: [], now: 0 }
  let closed = false
  const draw = () => block.draw(viewScene(scene, palette, size().columns))
  return {
    report(event) {
      scene.now = Math.max(scene.now, event.at)
      const kept = play(event, scene, palette, size().columns)
      if (kept.length > 0) block.keep(kept)
      draw()
    },
    close() {
      if (!closed) block.clear()
      closed = true
    },
  }
}

/** Takes an event into the scene; answers the lines that stay on the screen for good. */
function play(event: StoryEvent, scene: Scene, palette: Palette, columns: number): string[] {
  switch (event.type) {
    case 'begin':
      return [
        `  ${palette.strong(event.release.name)} → ${event.release.context} / ${event.release.namespace}`,
      ]
    case 'phase-started':
      scene.running.push({ name: event.phase, since: event.at, lines: new Map() })
      return []
    case 'progress':
      scene.running.find(({ name }) => name === event.phase)?.lines.set(event.component ?? '', event.line)
      return []
    case 'phase-ended':
      return endPhase(event, scene, palette, columns)
    case 'rollout':
      scene.rollout = event.state
      return []
    case 'transition':
      if (scene.rollout === undefined)
        scene.removals = [...scene.removals, viewTransition(event.transition)].slice(-8)
      return []
    case 'note':
      return [`  ${event.level === 'warn' ? palette.warn('!') : palette.dim('·')} ${event.message}`]
    case 'verdict':
    case 'end':
      return []
    default:
      return event satisfies never
  }
}

function endPhase(
  { report }: Extract<StoryEvent, { type: 'phase-ended' }>,
  scene: Scene,
  palette: Palette,
  columns: number,
): string[] {
  scene.running = scene.running.filter(({ name }) => name !== report.name)
  const tree = report.name === 'rollout' && scene.rollout ? viewRollout(scene.rollout, palette, columns) : []
  if (report.name === 'rollout') scene.rollout = undefined
  return [...viewPhase(report, palette, columns), ...tree]
}

function viewScene({ running, rollout, removals, now }: Scene, palette: Palette, columns: number): string[] {
  return running.flatMap(({ name, since, lines }) => {
    const seconds = `${Math.max(0, Math.round((now - since) / 1000))}s`
    const head = `  ${palette.accent('●')} ${name.padEnd(10)} ${palette.dim(seconds)}`
    const progress = [...lines].map(
      ([component, line]) => `      ${palette.dim(`${component} ${line}`.trim())}`,
    )
    if (name !== 'rollout') return [head, ...progress]
    return [
      head,
      ...(rollout
        ? viewRollout(rollout, palette, columns)
        : removals.map((line) => `      ${palette.dim(line)}`)),
    ]
  })
}
