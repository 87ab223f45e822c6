import type { ReleaseRecord } from '../ports.ts'
import type { Verdict } from '../report.ts'
import { scopes } from '../rollout/scope.ts'
import type { RolloutState } from '../rollout/state.ts'
import { findDoom } from '../rollout/verdicts/doom.ts'
import { isServing, type Sight } from '../rollout/verdicts/explains.ts'
import { type Finding, toVerdict } from '../rollout/verdicts/finding.ts'
import { findTrouble } from '../rollout/verdicts/ladder.ts'
import { type Cause, collapseCauses } from './collapse-causes.ts'
import { effectsOf } from './effects-of.ts'
import { findFlapping } from './find-flapping.ts'
import { type Expected, findAllGaps, isWhole } from './find-gaps.ts'
import { findPending } from './find-pending.ts'
import { isOurs } from './find-target.ts'
import { hintElsewhere } from './hint-elsewhere.ts'
import { logEvidence } from './log-evidence.ts'
import { servingNow } from './serving-now.ts'
import { sharpen } from './sharpen.ts'

export type Diagnosis = {
  status: 'healthy' | 'ill' | 'unknown'
  verdicts: Verdict[]
  suspicions: Verdict[]
  state: string[]
}

/** Only our own chart has a k8sdeploy.yaml to correct. */
const hintFor = ({ hint, object }: Finding, { scopes: all }: Sight): string => {
  const scope = all.find((one) => one.component.role === object.component)
  const { role, deployment } = scope?.component ?? { role: '', deployment: '' }
  return role === deployment && role !== '' ? hintElsewhere(hint, role, deployment) : hint
}

const withEvidence = (sight: Sight, finding: Finding, effects: Verdict['effects']): Verdict => {
  const evidence = [...(finding.evidence ?? []), ...logEvidence(sight.memory, finding)]
  const hint = hintFor(finding, sight)
  return { ...toVerdict({ ...finding, hint }, effects), ...(evidence.length > 0 && { evidence }) }
}

const viewCause = (sight: Sight, cause: Cause): Verdict => {
  const { root, alike } = cause
  const all = [root, ...alike]
  const pods = new Set(all.map((one) => one.podUid).filter((uid) => uid !== undefined)).size
  const verdict = withEvidence(sight, root, effectsOf(sight, cause))
  const times = pods > 1 ? [`the same on ${pods} pods`] : []
  const evidence = [...times, ...(verdict.evidence ?? [])]
  return {
    ...verdict,
    count: Math.max(...all.map((one) => one.count)),
    ...(evidence.length > 0 && { evidence }),
  }
}

/** Of what cuts people off equally, that which takes others down with it comes first. */
const byReach =
  ({ scopes: all }: Sight) =>
  (a: Verdict, b: Verdict): number => {
    const isServed = ({ object }: Verdict) =>
      all.some((one) => one.component.role === object.component && isServing(one))
    return Number(isServed(a)) - Number(isServed(b)) || b.effects.length - a.effects.length
  }

export type Known = {
  /** What the release made. */
  expected: Expected
  /** The newest record of each release that is looked at. */
  releases: ReleaseRecord[]
}

/** What is wrong with what runs now, by the ladder that judges rollouts: roots with their effects, and suspicions as such. */
export const diagnose = (state: RolloutState, { expected, releases }: Known): Diagnosis => {
  const { memory, target, now } = state
  const sight: Sight = {
    memory,
    scopes: scopes(memory, target),
    mayCall: (caller, called) => caller !== called,
  }
  const trouble = [
    ...findTrouble(memory, sight.scopes, now).map((one) => sharpen(one, now)),
    ...findAllGaps(sight, expected, now),
    ...sight.scopes.flatMap((scope) => findFlapping(sight, scope, now)),
    ...releases.flatMap((record) => findPending(record, isOurs(target), now) ?? []),
  ]
  const certain = findDoom(memory, sight.scopes, trouble)
  const { causes, suspicions } = collapseCauses(sight, certain, trouble)
  const isHealthy = trouble.length === 0 && isWhole(sight, now)
  return {
    status: causes.length > 0 ? 'ill' : isHealthy ? 'healthy' : 'unknown',
    verdicts: causes.map((cause) => viewCause(sight, cause)).sort(byReach(sight)),
    suspicions: suspicions.map((one) => withEvidence(sight, one, [])),
    state: sight.scopes.map((scope) => servingNow(sight, scope)),
  }
}
