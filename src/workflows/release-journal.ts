import { isDeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

const verifiedKey = 'k8sdeploy.dev/verified-revisions'
/** As many as helm keeps. */
const mostRemembered = 10

export type LeaseObject = KubeObject & {
  spec?: {
    holderIdentity?: string
    leaseDurationSeconds?: number
    acquireTime?: string
    renewTime?: string
    leaseTransitions?: number
  }
}

/** Helm calls a release "deployed" without having looked; which revisions were verified is remembered beside it. */
export type VerifiedRevision = { revision: number; at: string }

/** A Lease of our own beside the release: which revisions were verified, and who is changing it now. */
export type Journal = {
  lease?: LeaseObject
  /** The last one last. */
  verified: VerifiedRevision[]
  isForbidden?: boolean
}

export const journalRef = (release: string, namespace: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace,
  name: `${release}-k8sdeploy`,
})

/** Who may not read Leases deploys without a journal. */
export async function fetchJournal(
  cluster: Cluster,
  release: string,
  namespace: string,
  signal?: AbortSignal,
): Promise<Journal> {
  try {
    const lease = await cluster.get<LeaseObject>(journalRef(release, namespace), signal)
    return { lease, verified: readVerified(lease) }
  } catch (error) {
    if (!isDeployError(error) || error.code !== 'FORBIDDEN') throw error
    return { verified: [], isForbidden: true }
  }
}

export const fetchVerified = async (...place: Parameters<typeof fetchJournal>) =>
  (await fetchJournal(...place)).verified.at(-1)

function readVerified(lease: LeaseObject | undefined): VerifiedRevision[] {
  const text = lease?.metadata?.annotations?.[verifiedKey] ?? ''
  return text.split(' ').flatMap((entry) => {
    const [revision, at = ''] = entry.split('@')
    return Number(revision) > 0 ? [{ revision: Number(revision), at }] : []
  })
}

/** The annotation with one more: `3@2026-11-23T10:00:00Z 5@…`, for people too. */
export function rememberVerified(lease: LeaseObject, verified: VerifiedRevision): LeaseObject {
  const others = readVerified(lease).filter(({ revision }) => revision !== verified.revision)
  const text = [...others, verified].slice(-mostRemembered).map(({ revision, at }) => `${revision}@${at}`)
  const annotations = { ...lease.metadata?.annotations, [verifiedKey]: text.join(' ') }
  return { ...lease, metadata: { ...lease.metadata, annotations } as LeaseObject['metadata'] }
}
