import type { V1Job } from '@kubernetes/client-node'
import { type Condition, findCondition, readConditions } from './read-condition.ts'
import { type Metadata, readMetadata } from './read-metadata.ts'

export type JobFacts = Metadata & { failed?: Condition; complete: boolean }

export const readJob = (object: V1Job): JobFacts => {
  const conditions = readConditions(object.status?.conditions)
  const failed = findCondition(conditions, 'Failed')
  return {
    ...readMetadata(object),
    failed: failed?.status === 'True' ? failed : undefined,
    complete: findCondition(conditions, 'Complete')?.status === 'True',
  }
}
