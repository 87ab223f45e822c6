import type { ErrorCode } from '../errors.ts'
import type { Question, ReleaseRecord } from '../ports.ts'
import type { RollbackReport } from '../report.ts'
import { viewUp } from '../views/view-up.ts'
import { keepWhatFailed } from './keep-what-failed.ts'
import { pointAtKept } from './point-at-kept.ts'
import { fetchJournal } from './release-journal.ts'
import { emptyRollback, rollBack } from './roll-back.ts'
import { findVerified, type RollbackTarget } from './rollback-target.ts'
import { makeTypeable } from './typeable-report.ts'
import { failedReport } from './up-report.ts'
import type { UpRun } from './up-run.ts'

/** Failures of what was released; any other has changed nothing, or nothing is known of it. */
const recoverable: readonly ErrorCode[] = [
  'HELM_FAILED',
  'ROLLOUT_FAILED',
  'ROLLOUT_TIMED_OUT',
  'RULE_NOT_MET',
]

/** After a failure that has changed the cluster: evidence first, then the verdict, then the way back, if it is wanted. */
export async function recover(run: UpRun): Promise<void> {
  const { report, world, before } = run
  if (!before || !recoverable.includes(report.error?.code as ErrorCode)) return
  await keepWhatFailed(run)
  const releases = await world.releases(run.cluster, run.namespace, run.config.name)
  // what ran before and fails now is not this run's doing
  if (releases[0]?.revision === before.releases[0]?.revision) return
  const target = await findWayBack(run, releases)
  if (!target) return noteNoWayBack(run)
  const wanted = run.flags.onFailure ?? run.config.rollout.onFailure
  if (wanted === 'keep' || (wanted === 'ask' && !world.terminal.canAsk)) return offer(run)
  if (wanted === 'rollback') pointAtKept(report)
  sayFailure(run)
  if (wanted === 'rollback' || (await ask(run, target))) await goBack(run, target)
  else offer(run)
}

async function findWayBack({ world, cluster, config, namespace }: UpRun, releases: ReleaseRecord[]) {
  const { verified } = await fetchJournal(cluster, config.name, namespace, world.signal)
  return findVerified(releases, verified)
}

function noteNoWayBack({ flags, story }: UpRun): void {
  if (flags.onFailure === 'rollback') story.note('not rolled back: no earlier revision was verified', 'warn')
}

function offer({ report }: UpRun): void {
  report.next = [...report.next, 'k8sdeploy rollback']
}

/** Before the way back, because what failed is what people have to read first. */
function sayFailure(run: UpRun): void {
  makeTypeable(run.report, run)
  const { palette, columns } = run.world.terminal
  run.world.terminal.say(`${viewUp(run.report, palette, columns).join('\n')}\n`)
  run.hasSaidFailure = true
}

async function ask({ world }: UpRun, { record, verifiedAt = '' }: RollbackTarget): Promise<boolean> {
  const when = verifiedAt.slice(0, 16).replace('T', ' ')
  const question: Question = {
    id: 'rollback',
    flag: '--on-failure',
    env: '',
    kind: 'confirm',
    message: `Roll back to revision ${record.revision}, verified ${when} UTC?`,
    default: false,
    valid: 'yes or no',
    check: () => undefined,
  }
  try {
    const reply = await world.terminal.ask(question, world.signal)
    return 'answer' in reply && ['yes', 'y', 'true'].includes(reply.answer)
  } catch (error) {
    if (world.signal.aborted || isCancelled(error)) return false
    throw error
  }
}

const isCancelled = (error: unknown) => (error as { code?: unknown }).code === 'CANCELLED'

/** A story of its own: whatever becomes of it, the run has failed. */
async function goBack(run: UpRun, target: RollbackTarget): Promise<void> {
  const { report, before, world } = run
  const start = world.clock.monotonic()
  pointAtKept(report)
  run.story.note(`going back to revision ${target.record.revision}, the last that was verified`)
  const own: RollbackReport = emptyRollback({ ...report.release })
  own.from = { revision: report.release.revision!, status: report.status }
  const chapter = { ...run, report: own, story: run.story.chapter() }
  try {
    await rollBack(chapter, target, hasChangedSecret(run) ? before?.secret : undefined)
  } catch (error) {
    failedReport(chapter, error)
  }
  own.phases = chapter.story.phases
  own.transitions = chapter.story.transitions
  own.seconds = Math.round(world.clock.monotonic() - start) / 1000
  report.rollback = own
}

const hasChangedSecret = ({ story }: UpRun): boolean =>
  story.phases.some(({ name, status }) => name === 'secret' && status === 'done')
