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

/** Where what is known of a failure must not be lost over it: what cannot be listed now was perhaps never printed. */
export const concealIfSeen = (...place: Parameters<typeof concealSecrets>): Promise<void> =>
  concealSecrets(...place).catch((error: unknown) => {
    if (!isDeployError(error)) throw error
  })

function orNone(error: unknown): [] {
  if (!isDeployError(error) || error.code !== 'FORBIDDEN') throw error
  return []
}
