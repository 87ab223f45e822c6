import type { ReleaseRecord } from '../ports.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'

/** helm's own limit is five minutes; a step that lasts much longer has lost its process. */
const longestStepMs = 15 * 60_000

const wayBack = ({ name, namespace, revision, status }: ReleaseRecord): string =>
  status === 'pending-install' && revision === 1
    ? `helm uninstall ${name} -n ${namespace}`
    : `helm rollback ${name} -n ${namespace}`

/** A helm that was killed leaves a release that refuses every later change; nothing that runs shows it. */
export const findPending = (
  record: ReleaseRecord | undefined,
  isOwn: boolean,
  now: number,
): Finding | undefined => {
  if (!record?.status.startsWith('pending-')) return undefined
  const since = Date.parse(record.updated)
  const firstSeen = Number.isNaN(since) ? now : since
  const minutes = Math.round((now - firstSeen) / 60_000)
  return {
    class: 'release-pending',
    object: { kind: 'HelmRelease', name: record.name },
    field: 'status',
    message: `helm revision ${record.revision} is ${record.status} for ${minutes} min: until it is repaired, helm refuses every change`,
    hint: isOwn ? 'k8sdeploy up' : wayBack(record),
    firstSeen,
    lastSeen: now,
    count: 1,
    confirmedBy: `helm’s release record: ${record.status} since ${record.updated}`,
    whyNotTransient: 'no step of helm takes that long; its process was killed',
    isDefinitive: now - firstSeen >= longestStepMs,
  }
}
