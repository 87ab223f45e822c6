import type { Memory } from '../memory.ts'
import { activePods, isLiving, type Scope } from '../scope.ts'
import type { Finding } from './finding.ts'

const scopeOf = (scopes: Scope[], finding: Finding): Scope | undefined =>
  scopes.find((scope) => scope.component.role === finding.object.component)

/** A sibling shows that the same container can be Ready. */
const hasReadySibling = (memory: Memory, scopes: Scope[], finding: Finding): boolean => {
  const scope = scopeOf(scopes, finding)
  if (!scope) return false
  return activePods(memory, scope).some((pod) => {
    if (pod.uid === finding.podUid) return false
    const container = pod.containers.find((one) => one.name === finding.container)
    return container ? container.ready : pod.ready
  })
}

const isAlike = (a: Finding, b: Finding): boolean =>
  a.class === b.class && a.object.component === b.object.component && a.container === b.container

/** Who is Ready stays, and nobody else of the component is about to make room. */
const isNobodyLeaving = (memory: Memory, scopes: Scope[], finding: Finding): boolean =>
  !(scopeOf(scopes, finding)?.oldPods ?? []).some((pod) => isLiving(memory, pod))

/** An autoscaler that asks for more than there is room for takes it back; the release did not ask for so many. */
const isScaledUp = ({ released }: Memory, scopes: Scope[], finding: Finding): boolean => {
  const deployment = scopeOf(scopes, finding)?.deployment
  const asked = deployment && released?.replicas?.[deployment.name]
  return asked !== undefined && deployment!.replicas > asked
}

/** Found out from the whole cluster: no sibling that is Ready elsewhere, or from before, can say otherwise. */
const isNoNodesFault = (memory: Memory, scopes: Scope[], finding: Finding): boolean =>
  finding.class === 'unschedulable' &&
  isNobodyLeaving(memory, scopes, finding) &&
  !isScaledUp(memory, scopes, finding)

/** Some pods are fine: then one bad one may be its node's fault, and it takes a second. */
const isDoomed = (memory: Memory, scopes: Scope[], finding: Finding, definitive: Finding[]): boolean => {
  if (finding.podUid === undefined || finding.countsAlone) return true
  if (isNoNodesFault(memory, scopes, finding)) return true
  if (!hasReadySibling(memory, scopes, finding)) return true
  return definitive.filter((one) => isAlike(one, finding)).length >= 2
}

/** Of all trouble, what condemns the rollout. */
export const findDoom = (memory: Memory, scopes: Scope[], trouble: Finding[]): Finding[] => {
  const definitive = trouble.filter((one) => one.isDefinitive)
  return definitive.filter((one) => isDoomed(memory, scopes, one, definitive))
}
