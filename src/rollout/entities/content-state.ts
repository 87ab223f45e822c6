import type { KubeObject } from '../kube.ts'
import { readTime } from '../read-metadata.ts'

export type ContentState = { state: 'Created' | 'Updated' | 'Deleted' | 'Missing'; since?: number }

/** Created → Updated → Deleted, where `changedAt` is when its content last became another. */
export const contentState = (
  object: { metadata?: object } | undefined,
  changedAt: number | undefined,
): ContentState => {
  if (!object) return { state: 'Missing' }
  const meta = (object as KubeObject).metadata ?? {}
  if (meta.deletionTimestamp) return { state: 'Deleted', since: readTime(meta.deletionTimestamp) }
  const created = readTime(meta.creationTimestamp)
  return changedAt === undefined || changedAt <= (created ?? 0)
    ? { state: 'Created', since: created }
    : { state: 'Updated', since: changedAt }
}
