import { DeployError, isDeployError } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import {
  fetchJournal,
  type Journal,
  journalRef,
  type LeaseObject,
  rememberVerified,
  type VerifiedRevision,
} from './release-journal.ts'
import {
  type Holder,
  heldBy,
  heldByNobody,
  isAtWork,
  isOurselves,
  readHolder,
  renewedAt,
  turnSeconds,
} from './turn-holder.ts'

const renewMs = (turnSeconds * 1000) / 3
/** What ends a run never waits longer than this for the cluster. */
const patienceMs = 5000

export type Place = { cluster: Cluster; release: string; namespace: string; command: string }
type Needs = Pick<World, 'clock' | 'runner'>
type Note = (message: string, level?: 'info' | 'warn') => void

/** The right to change a release, which one run at a time has. */
export type Turn = {
  /** Throws once somebody else has taken over: this run was thought dead. */
  require(): void
  recordVerified(verified: VerifiedRevision): Promise<void>
  leave(): Promise<void>
}

/** Refuses while somebody else is at work on the release. */
export function requireFree({ lease }: Journal, place: Place, { runner }: Needs): void {
  const holder = readHolder(lease)
  const now = place.cluster.now()
  if (holder && isAtWork(holder, runner, now)) throw busy(holder, place, now)
}

/** Takes the turn and keeps it until `leave`. Of two runs that try at once, the API server lets one win. */
export async function takeTurn(place: Place, journal: Journal, needs: Needs, note: Note): Promise<Turn> {
  if (journal.isForbidden) return withoutLease(place, note)
  requireFree(journal, place, needs)
  const { cluster, command } = place
  const before = readHolder(journal.lease)
  const held = heldBy(journal.lease ?? newLease(place), needs.runner, command, cluster.now())
  const written = await write(cluster, held, journal.lease !== undefined)
  if (written === 'forbidden') return withoutLease(place, note)
  if (!written) {
    const { release, namespace } = place
    return takeTurn(place, await fetchJournal(cluster, release, namespace), needs, note)
  }
  if (before && !isOurselves(before, needs.runner)) note(tookOver(before, cluster.now()))
  return keepTurn(written, place, needs, note)
}

async function write(cluster: Cluster, lease: LeaseObject, exists: boolean) {
  try {
    return exists ? await cluster.replace(lease) : await cluster.create(lease)
  } catch (error) {
    if (isDeployError(error) && (error.code === 'FORBIDDEN' || error.details.blame)) return 'forbidden'
    throw error
  }
}

function newLease({ release, namespace }: Place): LeaseObject {
  const { apiVersion, kind, name } = journalRef(release, namespace)
  const labels = { 'app.kubernetes.io/managed-by': 'k8sdeploy', 'app.kubernetes.io/instance': release }
  return { apiVersion, kind, metadata: { name, namespace, labels } }
}

function withoutLease({ namespace }: Place, note: Note): Turn {
  note(
    `you may not write Leases in ${namespace}: a second run at the same time would not be noticed, and what was verified is not remembered`,
    'warn',
  )
  return { require: () => undefined, recordVerified: async () => undefined, leave: async () => undefined }
}

function keepTurn(taken: LeaseObject, place: Place, { clock, runner }: Needs, note: Note): Turn {
  const { cluster } = place
  const ended = new AbortController()
  let lease = taken
  let rival: Holder | undefined
  let writing = Promise.resolve()

  const isStillOurs = (now: LeaseObject) => now.spec?.acquireTime === taken.spec?.acquireTime
  const save = async (change: (lease: LeaseObject) => LeaseObject, signal: AbortSignal): Promise<void> => {
    if (rival) return
    const written = await cluster.replace(change(lease), signal)
    if (written) {
      lease = written
      return
    }
    const { lease: found } = await fetchJournal(cluster, place.release, place.namespace, signal)
    if (found && isStillOurs(found)) {
      lease = found
      return save(change, signal)
    }
    rival = readHolder(found) ?? { ...readHolder(taken)!, name: 'nobody: its Lease was removed' }
  }
  /** One at a time: each write needs the version that the one before has made. */
  const inTurn = (change: (lease: LeaseObject) => LeaseObject): Promise<void> => {
    writing = writing.then(() =>
      within(clock, patienceMs, (signal) => save(change, signal)).catch((error: unknown) => {
        note(`the Lease ${lease.metadata?.name} could not be written: ${wordsOf(error)}`, 'warn')
      }),
    )
    return writing
  }
  const renew = async () => {
    while (!ended.signal.aborted) {
      await clock.sleep(renewMs, ended.signal)
      if (!ended.signal.aborted) await inTurn((held) => renewedAt(held, cluster.now()))
    }
  }
  void renew()
  return {
    require() {
      if (rival) throw overtaken(rival, runner.name)
    },
    recordVerified: (verified) => inTurn((held) => rememberVerified(held, verified)),
    async leave() {
      if (ended.signal.aborted) return
      ended.abort()
      await inTurn(heldByNobody)
    },
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function within<T>(
  clock: World['clock'],
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  void clock.sleep(milliseconds, limit.signal).finally(() => limit.abort())
  try {
    return await work(limit.signal)
  } finally {
    limit.abort()
  }
}

/** `12 s`, `3 min`, `2 h`. */
function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}

const tookOver = ({ name, command, renewed }: Holder, now: number) =>
  `took over from ${name}: its ${command} was killed, last heard of ${ago(now - renewed)} ago`

function busy({ name, command, since, renewed }: Holder, place: Place, now: number): DeployError {
  const free = Math.max(1, Math.ceil((renewed + turnSeconds * 1000 - now) / 1000))
  return new DeployError(
    'BUSY',
    `${place.release} is busy: ${name} has been running ${command} for ${ago(now - since)}`,
    {
      evidence: [
        `the Lease ${place.release}-k8sdeploy in ${place.namespace} was renewed ${ago(now - renewed)} ago`,
      ],
      hint: `wait until that run ends; if it is dead, its lock expires in ${free} s`,
      next: [`k8sdeploy ${place.command}`],
      state: 'nothing was changed',
    },
  )
}

const overtaken = (rival: Holder, us: string) =>
  new DeployError('BUSY', `${rival.name} has taken over from ${us}`, {
    evidence: [`nothing was heard of this run for ${turnSeconds} s, so it counted as dead`],
    hint: 'this run stops here, so that two never change the release at once',
    next: ['k8sdeploy status'],
  })
