import type { Verdict, VerdictClass } from '../../report.ts'

/** What one rule of the ladder makes of one object: a verdict when it is definitive, a warning until then. */
export type Finding = {
  class: VerdictClass
  object: Verdict['object']
  field: string
  message: string
  hint: string
  firstSeen: number
  lastSeen: number
  count: number
  confirmedBy?: string
  whyNotTransient: string
  isDefinitive: boolean
  /** Epoch ms at which it will be definitive if nothing changes; absent when time alone does not settle it. */
  certainAt?: number
  /** Its last words are on their way until then; they may say why, and nothing but that is waited for. */
  wordsUntil?: number
  /** That a sibling is Ready says nothing against it. */
  countsAlone?: true
  /** The pod whose fate it is; a sibling that is Ready may outvote it. */
  podUid?: string
  container?: string
  /** What was seen, line by line. */
  evidence?: string[]
}

const stamp = (at: number): string => new Date(at).toISOString()

export const toVerdict = (
  finding: Finding,
  effects: Verdict['effects'],
  confirmedBy = finding.confirmedBy,
): Verdict => ({
  class: finding.class,
  object: finding.object,
  field: finding.field,
  message: finding.message,
  hint: finding.hint,
  firstSeen: stamp(finding.firstSeen),
  lastSeen: stamp(finding.lastSeen),
  count: finding.count,
  ...(confirmedBy && { confirmedBy }),
  whyNotTransient: finding.whyNotTransient,
  effects,
  ...(finding.evidence && finding.evidence.length > 0 && { evidence: finding.evidence }),
})
