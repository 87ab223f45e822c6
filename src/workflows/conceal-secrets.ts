import { isDeployError } from '../errors.ts'
import type { Cluster, Secrets } from '../ports.ts'
import { decodeSecretData } from './release-secret.ts'

/** Nobody knows which Secret a program reads and prints: all of the namespace are masked, as far as they may be seen. */
export async function concealSecrets(
  cluster: Pick<Cluster, 'listAny'>,
  namespace: string,
  secrets: Pick<Secrets, 'conceal'>,
  signal: AbortSignal,
): Promise<void> {
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, labelSelector: 'owner!=helm' }
  for (const secret of await cluster.listAny(ref, signal).catch(orNone))
    for (const value of Object.values(decodeSecretData(secret))) secrets.conceal(value)
}

function orNone(error: unknown): [] {
  if (!isDeployError(error) || error.code !== 'FORBIDDEN') throw error
  return []
}
