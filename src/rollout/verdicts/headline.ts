import type { Verdict } from '../../report.ts'
import { type Finding, toVerdict } from './finding.ts'

/** Smaller is nearer to the root: the database before its client, the backend before what asks it. */
const rank = (finding: Finding): number => {
  if (finding.class === 'node-lost' || finding.class.startsWith('database-')) return 0
  if (finding.class === 'no-progress') return 9
  const byRole = finding.object.component === 'frontend' ? 4 : 1
  return finding.class === 'never-ready' || finding.class === 'crash-loop' ? byRole + 1 : byRole
}

export const byRoot = (a: Finding, b: Finding): number =>
  rank(a) - rank(b) || a.firstSeen - b.firstSeen || (a.object.name < b.object.name ? -1 : 1)

const isSame = (a: Finding, b: Finding): boolean =>
  a.class === b.class && a.object.component === b.object.component

const effectsOf = (root: Finding, trouble: Finding[]): Verdict['effects'] => {
  const others = trouble.filter((one) => !isSame(one, root)).sort(byRoot)
  const distinct = others.filter((one, index) => others.findIndex((other) => isSame(one, other)) === index)
  return distinct.map((one) => ({ object: `${one.object.kind}/${one.object.name}`, message: one.message }))
}

/** Kubernetes' own deadline is an echo: whatever else is wrong says more. And who cannot reach its database is not ready because of it. */
const betterThan = (root: Finding, trouble: Finding[]): Finding | undefined => {
  const first = [...trouble].sort(byRoot)[0]
  if (root.class === 'no-progress') return first?.class === 'no-progress' ? undefined : first
  if (root.class !== 'never-ready') return undefined
  return first?.class.startsWith('database-') && first.object.component === root.object.component
    ? first
    : undefined
}

/** One verdict at the root; everything else is listed as its effect. */
export const headline = (causes: Finding[], trouble: Finding[]): Verdict | undefined => {
  const root = [...causes].sort(byRoot)[0]
  if (!root) return undefined
  const better = betterThan(root, trouble)
  if (better) return toVerdict(better, effectsOf(better, trouble), root.confirmedBy)
  return toVerdict(root, effectsOf(root, trouble))
}
