import type { PodFacts } from '../read-pod.ts'
import { type ServiceFacts, selects } from '../read-service.ts'
import { activePods } from '../scope.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'
import type { Finding } from './finding.ts'

/** Endpoints follow a ready pod, or a changed selector, within a second. */
const stableMs = 5_000

type Served = ComponentCase & { service: ServiceFacts; ready: PodFacts[]; since: number }
type Judge = (subject: Served) => Finding | undefined

const findServed = (subject: ComponentCase): Served | undefined => {
  const { service } = subject.scope
  const ready = activePods(subject.memory, subject.scope).filter((pod) => pod.ready)
  if (!service || ready.length === 0 || Object.keys(service.selector).length === 0) return undefined
  const since = Math.min(...ready.map((pod) => subject.memory.readyAt.get(pod.uid) ?? subject.now))
  return { ...subject, service, ready, since: Math.max(since, subject.memory.released?.at ?? 0) }
}

const found = (
  { service, since, ...subject }: Served,
  told: Pick<Finding, 'class' | 'field' | 'message' | 'hint' | 'confirmedBy' | 'whyNotTransient' | 'count'>,
): Finding =>
  componentFinding(
    subject,
    { kind: 'Service', name: service.name },
    { ...told, firstSeen: since, isDefinitive: subject.now - since >= stableMs },
  )

const noneSelected: Judge = (subject) => {
  const { service, ready, scope } = subject
  const first = ready[0]!
  if (ready.some((pod) => selects(service.selector, pod.labels))) return undefined
  const wrong = Object.entries(service.selector).filter(([key, value]) => first.labels[key] !== value)
  return found(subject, {
    class: 'selector-mismatch',
    field: 'spec.selector',
    message: `Service ${service.name} selects ${wrong.map(([key, value]) => `${key}=${value}`).join(', ')}, which no pod of ${scope.component.role} has`,
    hint: 'k8sdeploy up sets it back if somebody changed it by hand; otherwise make the Service’s selector and the pods’ labels agree in the chart first',
    count: ready.length,
    confirmedBy: `labels of ${first.name}: ${wrong.map(([key]) => `${key}=${first.labels[key] ?? '(none)'}`).join(', ')}`,
    whyNotTransient: 'labels and selectors do not change by themselves',
  })
}

/** Pods whose port the Service cannot find by its name are left out of its endpoints without a word. */
const portMissing: Judge = (subject) => {
  const { service, scope, ready } = subject
  const known = new Set(ready.flatMap((pod) => pod.containers).flatMap((one) => one.portNames))
  // endpoints may be late; a name that no container has is not
  const names = service.ports
    .map((one) => one.targetPort)
    .filter((one) => typeof one === 'string' && !known.has(one))
  const isServed =
    scope.endpoints?.some((one) => one.ready && ready.some((pod) => pod.uid === one.podUid)) ?? true
  if (isServed || names.length === 0) return undefined
  return found(subject, {
    class: 'no-endpoints',
    field: 'spec.ports[0].targetPort',
    message: `Service ${service.name} reaches no pod of ${scope.component.role}: no container has a port named ${names.join(' or ')}`,
    hint: 'k8sdeploy up sets it back if somebody changed it by hand; otherwise make the Service’s targetPort and the container’s port agree in the chart first',
    count: ready.length,
    confirmedBy: `${ready.length} of its pods are Ready, and no EndpointSlice leads to one of them`,
    whyNotTransient: 'ports and their names do not change by themselves',
  })
}

/** Known to be nobody's or another's: the watch may have yet to tell of a pod of ours, or of its ReplicaSet. */
const isStranger = ({ memory, scope }: Served, uid: string): boolean => {
  const pod = memory.pods.get(uid)
  if (!pod || memory.gone.has(uid)) return false
  if (pod.owner?.kind !== 'ReplicaSet') return true
  return memory.replicaSets.has(pod.owner.uid) && !scope.sets.some((set) => set.uid === pod.owner?.uid)
}

/** What a Service serves beside the pods of its own Deployment. */
const strangersServed: Judge = (subject) => {
  const { service, scope } = subject
  const strangers = (scope.endpoints ?? []).filter((one) => isStranger(subject, one.podUid))
  if (strangers.length === 0) return undefined
  const names = [...new Set(strangers.map((one) => one.podName))]
  const shown = names.slice(0, 3).join(', ')
  return found(subject, {
    class: 'selector-mismatch',
    field: 'spec.selector',
    message: `Service ${service.name} also sends its traffic to ${names.length === 1 ? 'a pod' : `${names.length} pods`} that ${names.length === 1 ? 'is' : 'are'} not the ${scope.component.role}: ${shown}`,
    hint: 'k8sdeploy up sets it back if somebody changed it by hand; otherwise let the Service’s selector name this component alone (app.kubernetes.io/component, …/instance) first',
    count: names.length,
    confirmedBy: `its EndpointSlices hold ${shown}`,
    whyNotTransient: 'labels and selectors do not change by themselves',
  })
}

/** Pods are Ready, and the Service leads elsewhere. */
export const selectorMismatch: ComponentRule = (subject) => {
  const served = findServed(subject)
  if (!served) return undefined
  return noneSelected(served) ?? portMissing(served) ?? strangersServed(served)
}
