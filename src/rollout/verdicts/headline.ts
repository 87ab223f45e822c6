import type { Verdict } from '../../report.ts'
import { explains, type Sight } from './explains.ts'
import { type Finding, toVerdict } from './finding.ts'

/** Somebody else had a hand in it; what the pods show then says little. */
const isFromOutside = ({ class: name, field }: Finding): boolean =>
  /^(superseded|object-missing|scaled-to-zero)$/.test(name) || field === 'spec.paused'

/** Smaller is nearer to the root: the database before its client, the backend before what asks it. */
const rank = (finding: Finding): number => {
  if (isFromOutside(finding)) return finding.isDefinitive ? -1 : 9
  if (finding.class === 'node-lost' || finding.class.startsWith('database-')) return 0
  if (finding.class === 'no-progress') return 9
  const byRole = finding.object.component === 'frontend' ? 4 : 1
  return finding.class === 'never-ready' || finding.class === 'crash-loop' ? byRole + 1 : byRole
}

export const byRoot = (a: Finding, b: Finding): number =>
  rank(a) - rank(b) || a.firstSeen - b.firstSeen || (a.object.name < b.object.name ? -1 : 1)

const isSame = (a: Finding, b: Finding): boolean =>
  a.class === b.class && a.object.component === b.object.component

const distinct = (findings: Finding[]): Finding[] =>
  findings.filter((one, index) => findings.findIndex((other) => isSame(one, other)) === index)

type Other = NonNullable<Verdict['others']>[number]

const nameOf = ({ object }: Finding): string => `${object.kind}/${object.name}`

/** These say only that something has not come yet. */
const isWaiting = ({ class: name }: Finding): boolean => /^(never-ready|no-endpoints|no-progress)$/.test(name)

/** One repair heals both: the same Secret that two components miss is one cause. */
const isSameRepair = (a: Finding, b: Finding): boolean => a.class === b.class && a.hint === b.hint

/**
 * What is certain in its own right is no effect, unless something else that is known explains it; nor is what another
 * component suffers from, certain or not.
 */
const isCauseOfItsOwn = (sight: Sight, root: Finding, causes: Finding[], finding: Finding): boolean => {
  if (finding.class === 'no-progress' || isSameRepair(root, finding)) return false
  if (explains(sight, root, finding)) return false
  const { component } = finding.object
  const isElsewhere = component !== undefined && component !== root.object.component
  return causes.includes(finding) || (isElsewhere && !isWaiting(finding))
}

const relate = (sight: Sight, root: Finding, causes: Finding[], trouble: Finding[]) => {
  const rest = distinct(trouble.filter((one) => !isSame(one, root)).sort(byRoot))
  const isOwn = (one: Finding) => isCauseOfItsOwn(sight, root, causes, one)
  return {
    effects: rest.filter((one) => !isOwn(one)).map((one) => ({ object: nameOf(one), message: one.message })),
    others: rest
      .filter(isOwn)
      .map(({ class: name, object, message, hint }): Other => ({ class: name, object, message, hint })),
  }
}

/** Kubernetes' own deadline is an echo: whatever else is wrong says more. And who cannot reach its database is not ready because of it. */
const betterThan = (sight: Sight, root: Finding, trouble: Finding[]): Finding | undefined => {
  const first = [...trouble].sort(byRoot)[0]
  if (isFromOutside(root)) return undefined
  if (root.class === 'no-progress') return first?.class === 'no-progress' ? undefined : first
  return first && rank(first) < rank(root) && explains(sight, first, root) ? first : undefined
}

/** How many pods share one cause: replicas that fail alike are one headline with a number. */
const podsLike = (root: Finding, trouble: Finding[]): number =>
  new Set(trouble.filter((one) => isSame(one, root)).map((one) => one.podUid ?? '')).size

/** One verdict at the root: what follows from it is its effect, and a cause of its own is another. */
export const headline = (causes: Finding[], trouble: Finding[], sight: Sight): Verdict | undefined => {
  const root = [...causes].sort(byRoot)[0]
  if (!root) return undefined
  const better = betterThan(sight, root, trouble)
  const top = better ?? root
  const { effects, others } = relate(sight, top, causes, trouble)
  const pods = podsLike(top, trouble)
  return {
    ...toVerdict(top, effects, better ? root.confirmedBy : undefined),
    ...(others.length > 0 && { others }),
    ...(pods > 1 && { pods }),
  }
}

/** A symptom whose cause may still pass is not certain either: the frontend answers 502 while the backend waits. */
export const withoutEffects = (doom: Finding[], trouble: Finding[], sight: Sight): Finding[] => {
  const uncertain = trouble.filter((one) => !one.isDefinitive)
  const isEcho = (one: Finding) => one.class === 'no-progress' || one.class === 'dies-after-ready'
  return doom.filter((one) => isEcho(one) || !uncertain.some((cause) => explains(sight, cause, one)))
}
