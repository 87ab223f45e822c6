import { readTime } from './read-metadata.ts'

export type Condition = {
  type: string
  status: string
  reason: string
  message: string
  /** When the status last changed. */
  since?: number
  /** When it was last confirmed, where the kind tells (Deployments do). */
  updatedAt?: number
}

type ApiCondition = {
  type: string
  status: string
  reason?: string
  message?: string
  lastTransitionTime?: unknown
  lastUpdateTime?: unknown
}

export const readConditions = (conditions: ApiCondition[] | undefined): Condition[] =>
  (conditions ?? []).map((one) => ({
    type: one.type,
    status: one.status,
    reason: one.reason ?? '',
    message: one.message ?? '',
    since: readTime(one.lastTransitionTime),
    updatedAt: readTime(one.lastUpdateTime),
  }))

export const findCondition = (conditions: Condition[], type: string): Condition | undefined =>
  conditions.find((one) => one.type === type)
