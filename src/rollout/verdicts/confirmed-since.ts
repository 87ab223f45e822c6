import type { ContainerCase } from './cases.ts'
import { exitsOf } from './exits-of.ts'
import type { Finding } from './finding.ts'
import { pullFailures } from './pull-attempts.ts'

/** The kubelet looks again for an image that it may not pull at least this often. */
const lookAgainMs = 20_000

const hasEndedSince = (subject: ContainerCase, began: number): boolean =>
  exitsOf(subject).some((one) => (one.finishedAt ?? one.seenAt) >= began)

const hasFailedToPullSince = (subject: ContainerCase, began: number): boolean =>
  pullFailures(subject).some((one) => (one.lastAt ?? 0) >= began)

/** What was wrong before this run began may have been repaired since: it counts once it has shown again. */
export const isConfirmedSince = (subject: ContainerCase, finding: Finding): boolean => {
  const { uids, at: began } = subject.memory.baseline
  if (began === undefined || !uids.has(subject.pod.uid)) return true
  // to a second, because that is how the kubelet tells time
  const since = began - 999
  switch (finding.class) {
    case 'image-not-found':
    case 'image-denied':
    case 'image-platform':
    case 'image-unreachable':
      return hasFailedToPullSince(subject, since)
    case 'image-never-pull':
      return subject.now - began >= lookAgainMs
    case 'cannot-start':
    case 'crash-loop':
    case 'init-failed':
    case 'exits':
    case 'out-of-memory':
    case 'probe-kill':
      return hasEndedSince(subject, since)
    default:
      return true
  }
}
