import { DeployError, isDeployError } from '../errors.ts'
import type { Palette } from '../ports.ts'
import type { ReleaseReport, UpReport } from '../report.ts'
import { viewWayBack } from '../views/view-rollback.ts'
import { viewUp } from '../views/view-up.ts'
import { errorFields, statusOf, verdictOf } from './error-report.ts'
import { printDocument } from './print-document.ts'
import type { ReleaseRun } from './release-run.ts'
import { asDeployError } from './story-teller.ts'
import { makeTypeable } from './typeable-report.ts'
import type { UpRun } from './up-run.ts'

export const emptyReport = (release: ReleaseReport): UpReport => ({
  schema: 'k8sdeploy/up/1',
  status: 'failed',
  code: 0,
  release,
  phases: [],
  entities: [],
  transitions: [],
  urls: [],
  next: [],
})

/** Turns whatever stopped the run into the report's end. A bug in k8sdeploy passes on, after the report was filled. */
export function failedReport({ report, story, world }: ReleaseRun, error: unknown): void {
  const failure =
    world.signal.aborted && !isDeployError(error) ? cancelled(world.signal) : asDeployError(error)
  report.status = statusOf(failure)
  report.code = failure.code === 'CANCELLED' && isTerminated(world.signal) ? 143 : failure.exitCode
  report.phase = story.failedPhase()
  report.error = errorFields(failure, report.phase)
  report.verdict ??= verdictOf(failure, world.clock.now())
  report.next = failure.details.next ?? (report.status === 'refused' ? [] : ['k8sdeploy status'])
}

const isTerminated = ({ reason }: AbortSignal) => reason === 'SIGTERM' || reason === 'SIGHUP'

const cancelled = (signal: AbortSignal) =>
  new DeployError('CANCELLED', `stopped by ${String(signal.reason)}`, {
    hint: 'running the same command again goes on from here',
    next: ['k8sdeploy up'],
  })

/** The document, or for people the last block; a failure is a story, and ends the one on stderr. */
export function printReport(run: UpRun): void {
  const { report, story, flags, world } = run
  report.phases = story.phases
  report.transitions = story.transitions
  for (const one of [report, report.rollback]) if (one) makeTypeable(one, run)
  const { palette, columns } = world.terminal
  const view = () => `${lastBlock(run, palette, columns).join('\n')}\n`
  if (flags.output !== 'text') printDocument(report, flags.output, world.terminal)
  else if (report.code === 0) world.terminal.print(view())
  if (report.code !== 0) world.terminal.say(view())
}

/** A failure that was told before the way back is not told again. */
const lastBlock = ({ report, hasSaidFailure }: UpRun, palette: Palette, columns: number): string[] => [
  ...(hasSaidFailure ? [] : viewUp(report, palette, columns)),
  ...(report.rollback ? viewWayBack(report.rollback, palette, columns) : []),
]
