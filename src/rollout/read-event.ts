import type { CoreV1Event } from '@kubernetes/client-node'
import { readMetadata, readTime, type Version } from './read-metadata.ts'

/** What an object says ten times in other words is told as one, with this before it. */
const combined = /^\(combined from similar events\): /

/** One Kubernetes Event: what was said about which object, how often, when. */
export type EventFacts = Version & {
  about: { kind: string; name: string; uid: string; container: string }
  type: string
  reason: string
  message: string
  count: number
  firstAt?: number
  lastAt?: number
}

export const readEvent = (object: CoreV1Event): EventFacts => {
  const { uid, version, createdAt } = readMetadata(object)
  const about = object.involvedObject
  const firstAt = readTime(object.firstTimestamp) ?? readTime(object.eventTime) ?? createdAt
  return {
    uid,
    version,
    about: {
      kind: about?.kind ?? '',
      name: about?.name ?? '',
      uid: about?.uid ?? '',
      container: /\{(.+)\}/.exec(about?.fieldPath ?? '')?.[1] ?? '',
    },
    type: object.type ?? 'Normal',
    reason: object.reason ?? '',
    message: (object.message ?? '').replace(combined, ''),
    count: object.series?.count ?? object.count ?? 1,
    firstAt,
    lastAt: readTime(object.series?.lastObservedTime) ?? readTime(object.lastTimestamp) ?? firstAt,
  }
}
