import type { V1Job } from '@kubernetes/client-node'
import { type Condition, findCondition, readConditions } from './read-condition.ts'
import { type Metadata, readMetadata } from './read-metadata.ts'

export type JobFacts = Metadata & {
  failed?: Condition
  complete: boolean
  completedAt?: number
  suspended: boolean
  /** A pod of it runs, and is Ready. */
  isReady: boolean
  /** Made by a chart, as a part of the release or as a hook. */
  ofRelease: boolean
  /** helm waits for it. */
  isHook: boolean
}

const marks = ['meta.helm.sh/release-name', 'helm.sh/hook']

export const readJob = (object: V1Job): JobFacts => {
  const metadata = readMetadata(object)
  const conditions = readConditions(object.status?.conditions)
  const failed = findCondition(conditions, 'Failed')
  const complete = findCondition(conditions, 'Complete')
  return {
    ...metadata,
    failed: failed?.status === 'True' ? failed : undefined,
    complete: complete?.status === 'True',
    completedAt: complete?.status === 'True' ? complete.since : undefined,
    isReady: (object.status?.ready ?? 0) > 0,
    suspended: object.spec?.suspend === true,
    ofRelease:
      metadata.labels['app.kubernetes.io/instance'] !== undefined ||
      marks.some((mark) => metadata.annotations[mark] !== undefined),
    isHook: metadata.annotations['helm.sh/hook'] !== undefined,
  }
}
