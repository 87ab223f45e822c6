import { explains, isServing, type Sight } from '../rollout/verdicts/explains.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'
import { byRoot } from '../rollout/verdicts/headline.ts'
import { causeKey } from './cause-key.ts'

export type Cause = {
  root: Finding
  /** The same, seen on other objects. */
  alike: Finding[]
  effects: Finding[]
}

const byKey = (findings: Finding[]): Finding[][] => {
  const groups = new Map<string, Finding[]>()
  for (const finding of [...findings].sort(byRoot)) {
    const key = causeKey(finding)
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()]
}

const isCut = (sight: Sight, { root, alike }: Cause): boolean =>
  [root, ...alike].some((finding) => {
    const scope = sight.scopes.find((one) => one.component.role === finding.object.component)
    return scope !== undefined && !isServing(scope)
  })

/** What cuts people off comes first. */
const byHarm =
  (sight: Sight) =>
  (a: Cause, b: Cause): number =>
    Number(isCut(sight, b)) - Number(isCut(sight, a)) || byRoot(a.root, b.root)

const isAbout = (cause: Cause, finding: Finding): boolean =>
  [cause.root, ...cause.alike].some((one) => one.object.component === finding.object.component)

/** A suspicion about what is known to be broken is no news; one that follows from it is its effect. */
const attach = (sight: Sight, causes: Cause[], finding: Finding): boolean => {
  const key = causeKey(finding)
  const same = causes.find((one) => causeKey(one.root) === key)
  if (same) return same.alike.push(finding) > 0
  const above = causes.find((one) => explains(sight, one.root, finding) || isAbout(one, finding))
  return above ? above.effects.push(finding) > 0 : false
}

/** Every root cause once, its symptoms under it, the most harmful first; and what explains nothing and is not certain. */
export const collapseCauses = (
  sight: Sight,
  certain: Finding[],
  trouble: Finding[],
): { causes: Cause[]; suspicions: Finding[] } => {
  const groups = byKey(certain)
  const rootOf = (group: Finding[]) =>
    groups.find((other) => other !== group && group.every((one) => explains(sight, other[0]!, one)))
  const causes = groups
    .filter((group) => !rootOf(group))
    .map(([root, ...alike]): Cause => ({ root: root!, alike, effects: [] }))
  for (const group of groups) {
    const above = causes.find((cause) => cause.root === rootOf(group)?.[0])
    above?.effects.push(...group)
  }
  const suspicions = trouble.filter((one) => !certain.includes(one) && !attach(sight, causes, one))
  return { causes: causes.sort(byHarm(sight)), suspicions: byKey(suspicions).map((group) => group[0]!) }
}
