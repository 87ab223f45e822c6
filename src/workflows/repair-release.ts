import { DeployError, isDeployError } from '../errors.ts'
import type { Clock, Question, ReleaseRecord } from '../ports.ts'
import type { Journal } from './release-journal.ts'
import type { ReleaseRun } from './release-run.ts'
import type { PhaseResult } from './story-teller.ts'
import { isAtWork, readHolder } from './turn-holder.ts'

/** helm without waiting is done in seconds: longer ago than this it is not at work any more. */
const helmMs = 20_000
const lookMs = 1000

type Run = Pick<ReleaseRun, 'world' | 'cluster' | 'namespace' | 'config' | 'flags' | 'story'>

/** helm refuses to touch such a release: a run was killed in the middle of it. */
export const isHalfWay = (record: ReleaseRecord | undefined): record is ReleaseRecord =>
  record !== undefined && (record.status.startsWith('pending-') || record.status === 'uninstalling')

/** The release's records, once no helm can be at work on it any more: ours may have outlived the run that started it. */
export async function awaitHelm(run: Run, releases: ReleaseRecord[]): Promise<ReleaseRecord[]> {
  const { world, cluster, namespace, config } = run
  const end = world.clock.monotonic() + remaining(releases[0], world.clock)
  let records = releases
  if (isHalfWay(records[0])) run.story.note(`${what(records[0])}: a helm may still be at work on it; waiting`)
  while (isHalfWay(records[0]) && world.clock.monotonic() < end && !world.signal.aborted) {
    await world.clock.sleep(lookMs, world.signal)
    records = await world.releases(cluster, namespace, config.name)
  }
  return records
}

function remaining(record: ReleaseRecord | undefined, clock: Clock): number {
  if (!isHalfWay(record)) return 0
  const age = clock.now() - Date.parse(record.updated)
  return Number.isFinite(age) && age >= 0 ? Math.max(0, helmMs - age) : helmMs
}

/**
 * A helm that has outlived its run may begin after our look at the release: it is let finish, and ours comes after it.
 * One that then still has not ended needs consent, which the next run asks for.
 */
export async function afterOtherHelm<T>(run: Run, apply: () => Promise<T>): Promise<T> {
  try {
    return await apply()
  } catch (error) {
    if (!isDeployError(error) || error.code !== 'BUSY') throw error
    const { world, cluster, namespace, config } = run
    const [record] = await awaitHelm(run, await world.releases(cluster, namespace, config.name))
    if (isHalfWay(record)) throw halfWay(record, undefined)
    return apply()
  }
}

/** Refuses a release that a killed run has left half-way, unless somebody says yes to its repair. */
export async function requireConsent(run: Run, record: ReleaseRecord, journal: Journal): Promise<void> {
  const { flags, world } = run
  const proof = proofOfDeath(run, record, journal)
  if (flags.repair || (flags.yes && proof)) return
  if (!world.terminal.canAsk) throw halfWay(record, proof, unchanged)
  const message = `${what(record)}${proof ? `: ${proof}` : ''}. Record that revision as failed and go on?`
  const reply = await world.terminal.ask(question(message), world.signal)
  if ('answer' in reply && ['yes', 'y', 'true'].includes(reply.answer)) return
  throw halfWay(record, proof, unchanged)
}

/** That it was a run of ours, and that this run is gone; a helm of somebody else leaves no such trace. */
function proofOfDeath({ world, cluster }: Run, { updated }: ReleaseRecord, { lease }: Journal) {
  const holder = readHolder(lease)
  if (!holder || isAtWork(holder, world.runner, cluster.now())) return undefined
  if (holder.since > Date.parse(updated) + 5000) return undefined
  return `${holder.name} was killed in the middle of ${holder.command}`
}

const question = (message: string): Question => ({
  id: 'repair',
  flag: '--repair',
  env: '',
  kind: 'confirm',
  message,
  default: true,
  valid: 'yes or no',
  check: () => undefined,
})

const what = ({ name, revision, status }: ReleaseRecord) => `revision ${revision} of ${name} is ${status}`

const unchanged = 'nothing was changed'

const halfWay = (record: ReleaseRecord, proof: string | undefined, state?: string) =>
  new DeployError('HELM_FAILED', `${what(record)} since ${record.updated}`, {
    evidence: [proof ?? 'a helm run is at work elsewhere, or was killed in the middle'],
    hint: 'once nobody is at work on it: records that revision as failed, as helm does when it is stopped, and goes on; nothing is removed',
    next: ['k8sdeploy up --repair'],
    ...(state && { state }),
  })

/** What helm itself records when it is stopped in time. Its next run then starts from the last deployed revision. */
export async function repairRelease(
  { world, cluster }: Run,
  record: ReleaseRecord,
): Promise<PhaseResult<void>> {
  const { name, revision, status } = record
  if (await world.markFailed(cluster, record))
    return { value: undefined, summary: `revision ${revision}: ${status} → failed, as helm records it` }
  throw new DeployError('BUSY', `the record of ${name}, revision ${revision}, has changed meanwhile`, {
    evidence: ['a helm run is at work on this release'],
    next: ['k8sdeploy status', 'k8sdeploy up'],
    state: unchanged,
  })
}
