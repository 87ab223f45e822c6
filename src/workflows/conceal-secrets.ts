import type { V1Pod } from '@kubernetes/client-node'
import { isDeployError, unlessForbidden } from '../errors.ts'
import type { Cluster, Secrets } from '../ports.ts'
import { referencesOf } from '../rollout/entities/references.ts'
import type { KubeObject } from '../rollout/kube.ts'
import { decodeSecretData } from './release-secret.ts'

/**
 * A program may read and print whatever Secret its pod names: those of the namespace are masked, as far as they may be
 * seen. What no pod names is not kept.
 */
export async function concealSecrets(
  cluster: Pick<Cluster, 'listAny'>,
  namespace: string,
  secrets: Pick<Secrets, 'conceal'>,
  signal: AbortSignal,
): Promise<void> {
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, labelSelector: 'owner!=helm' }
  const [found, pods] = await Promise.all([
    unlessForbidden(cluster.listAny(ref, signal), []),
    unlessForbidden(cluster.listAny({ apiVersion: 'v1', kind: 'Pod', namespace }, signal), []),
  ])
  const named = namesIn(pods)
  for (const secret of found)
    if (named.has(secret.metadata?.name ?? ''))
      for (const value of Object.values(decodeSecretData(secret))) secrets.conceal(value)
}

const namesIn = (pods: KubeObject[]): Set<string> =>
  new Set(
    pods
      .flatMap((pod) => referencesOf((pod as V1Pod).spec))
      .filter(({ kind }) => kind === 'Secret')
      .map(({ name }) => name),
  )

/** Where what is known of a failure must not be lost over it: what cannot be listed now was perhaps never printed. */
export const concealIfSeen = (...place: Parameters<typeof concealSecrets>): Promise<void> =>
  concealSecrets(...place).catch((error: unknown) => {
    if (!isDeployError(error)) throw error
  })
