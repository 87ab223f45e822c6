import type { Cluster } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

const revisionKey = 'k8sdeploy.dev/verified-revision'
const timeKey = 'k8sdeploy.dev/verified-at'

/** Helm calls a release "deployed" without having looked; which revision was verified is remembered beside it, in a Lease of our own. */
export type VerifiedRevision = { revision: number; at: string }

export const journalRef = (release: string, namespace: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace,
  name: `${release}-k8sdeploy`,
})

export async function fetchVerified(
  cluster: Cluster,
  release: string,
  namespace: string,
  signal?: AbortSignal,
): Promise<VerifiedRevision | undefined> {
  const lease = await cluster.get<KubeObject>(journalRef(release, namespace), signal)
  const annotations = lease?.metadata?.annotations ?? {}
  const revision = Number(annotations[revisionKey])
  return Number.isInteger(revision) && revision > 0 ? { revision, at: annotations[timeKey] ?? '' } : undefined
}

export async function recordVerified(
  cluster: Cluster,
  release: string,
  namespace: string,
  verified: VerifiedRevision,
  signal?: AbortSignal,
): Promise<void> {
  const { apiVersion, kind, name } = journalRef(release, namespace)
  const labels = { 'app.kubernetes.io/managed-by': 'k8sdeploy', 'app.kubernetes.io/instance': release }
  const annotations = { [revisionKey]: String(verified.revision), [timeKey]: verified.at }
  await cluster.apply({ apiVersion, kind, metadata: { name, namespace, labels, annotations } }, { signal })
}
