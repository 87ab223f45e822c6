import { DeployError, isDeployError } from '../errors.ts'
import type { Clock, Terminal } from '../ports.ts'
import type { PhaseName, PhaseReport, ReleaseReport, Transition } from '../report.ts'
import type { Reporter, StoryEvent } from '../story.ts'

export type PhaseResult<T> = { value: T; summary?: string; status?: 'done' | 'unchanged' | 'skipped' }

/** Tells one reporter what happens and remembers it for the report: phases with their times, transitions. */
export type StoryTeller = {
  phases: PhaseReport[]
  transitions: Transition[]
  failedPhase(): PhaseName | undefined
  begin(command: 'up' | 'down' | 'rollback', release: ReleaseReport): void
  phase<T>(name: PhaseName, work: () => Promise<PhaseResult<T>>): Promise<T>
  skip(name: PhaseName, summary: string): void
  progress(phase: PhaseName, line: string, component?: string): void
  note(message: string, level?: 'info' | 'warn'): void
  tell(event: StoryEvent): void
  /** Tells on to the same reporter, and remembers phases and transitions of its own. */
  chapter(): StoryTeller
  end(): void
}

export function storyTeller(clock: Clock, reporter: Reporter): StoryTeller {
  const phases: PhaseReport[] = []
  const transitions: Transition[] = []
  const at = () => clock.now()
  const tell = (event: StoryEvent) => {
    if (event.type === 'transition') transitions.push(event.transition)
    reporter.report(event)
  }
  const finish = (report: PhaseReport) => {
    phases.push(report)
    tell({ type: 'phase-ended', at: at(), report })
  }
  return {
    phases,
    transitions,
    failedPhase: () => phases.find(({ status }) => status === 'failed')?.name,
    begin: (command, release) => tell({ type: 'begin', at: at(), command, release }),
    async phase(name, work) {
      const start = clock.monotonic()
      const seconds = () => Math.round(clock.monotonic() - start) / 1000
      tell({ type: 'phase-started', at: at(), phase: name })
      try {
        const { value, summary, status = 'done' } = await work()
        finish({ name, status, seconds: seconds(), summary })
        return value
      } catch (error) {
        const code = isDeployError(error) ? error.code : undefined
        finish({ name, status: 'failed', seconds: seconds(), summary: headline(error), code })
        throw error
      }
    },
    skip: (name, summary) => finish({ name, status: 'skipped', seconds: 0, summary }),
    progress: (phase, line, component) => tell({ type: 'progress', at: at(), phase, line, component }),
    note: (message, level = 'info') => tell({ type: 'note', at: at(), level, message }),
    tell,
    chapter: () => storyTeller(clock, reporter),
    end() {
      tell({ type: 'end', at: at() })
      reporter.close()
    },
  }
}

const headline = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Which reporter fits: NDJSON when asked, nothing when quiet, a live tree on a terminal, else a line per change. */
export function chooseReporter(terminal: Terminal, output: string, quiet: boolean): Reporter {
  if (output === 'ndjson') return terminal.reporter('ndjson')
  if (quiet) return terminal.reporter('silent')
  return terminal.reporter(terminal.isLive ? 'live' : 'plain')
}

/** A failure of the machinery becomes a DeployError; ours pass. */
export const asDeployError = (error: unknown): DeployError =>
  isDeployError(error)
    ? error
    : new DeployError('BUG', error instanceof Error ? error.message : String(error), {
        hint: 'this is a bug: run again with --debug and report what it prints',
        cause: error,
      })
