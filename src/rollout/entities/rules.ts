import type { Relation, Rule } from '../../report.ts'

export const rule = (id: string, holds: boolean | null, evidence: string): Rule => ({ id, holds, evidence })

export const unchecked = (id: string, why: string): Rule => ({ id, holds: null, evidence: why })

export const relation = (
  type: Relation['type'],
  to: string,
  holds: boolean | null,
  evidence?: string,
): Relation => ({ type, to, holds, ...(evidence && { evidence }) })

/** Splices in a value that only sometimes exists. */
export const stamp = (at: number | undefined): { since?: string } =>
  at === undefined || !Number.isFinite(at) ? {} : { since: new Date(at).toISOString() }
