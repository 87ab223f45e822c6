import type { PhaseName, PhaseReport, ReleaseReport, Transition } from './report.ts'
import type { RolloutPicture } from './rollout/state.ts'

/** What happens while a command runs, told to one reporter (live tree, plain lines, or NDJSON). Types only. */
export type StoryEvent =
  | { type: 'begin'; at: number; command: 'up' | 'down' | 'rollback' | 'status'; release: ReleaseReport }
  | { type: 'phase-started'; at: number; phase: PhaseName }
  /** A line of progress inside a phase, e.g. a docker build step; `component` when it belongs to one. */
  | { type: 'progress'; at: number; phase: PhaseName; component?: string; line: string }
  | { type: 'phase-ended'; at: number; report: PhaseReport }
  | { type: 'rollout'; at: number; state: RolloutPicture }
  | { type: 'transition'; at: number; transition: Transition }
  | { type: 'note'; at: number; level: 'info' | 'warn'; message: string }
  | { type: 'end'; at: number }

export type Reporter = {
  report(event: StoryEvent): void
  /** Leaves the terminal as a person expects to find it; safe to call twice. */
  close(): void
}
