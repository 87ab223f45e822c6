import { describePod } from './describe-pod.ts'
import type { RolloutEvent } from './event.ts'
import { GrowingMap } from './growing-map.ts'
import type { Memory } from './memory.ts'
import type { PodFacts } from './read-pod.ts'
import type { Scope } from './scope.ts'
import type { Drawing, PodState, RolloutState } from './state.ts'

export type PodChange = { before: PodState | undefined; after: PodState }
export type Drawn = { pods: PodState[]; drawing: Drawing; changes: PodChange[] }

/** Nothing that a pod's picture is drawn from has changed. */
const isSamePod = (before: Memory, after: Memory, pod: PodFacts): boolean =>
  before.pods.get(pod.uid) === pod &&
  before.events.get(pod.uid) === after.events.get(pod.uid) &&
  before.gone.get(pod.uid) === after.gone.get(pod.uid)

const planOf = (found: Scope[]): string =>
  found.map(({ replicaSet, sets }) => [replicaSet?.uid, ...sets.map((set) => set.uid)].join()).join(';')

/** The pod that an event tells of. */
const podOf = (state: RolloutState, event: RolloutEvent): PodFacts | undefined => {
  if (event.type !== 'seen' && event.type !== 'gone') return undefined
  const { metadata } = event.object
  const uid = event.kind === 'Event' ? event.object.involvedObject?.uid : (metadata?.uid ?? metadata?.name)
  return state.memory.pods.get(uid ?? '')
}

const drawAll = (before: RolloutState, state: RolloutState, found: Scope[], plan: string): Drawn => {
  const known = before.drawing.byUid
  let byUid = GrowingMap.empty<PodState>()
  const changes: PodChange[] = []
  const draw = (scope: Scope, pod: PodFacts, isNew: boolean): PodState => {
    const drawn = known.get(pod.uid)
    const isSame = drawn?.isNew === isNew && isSamePod(before.memory, state.memory, pod)
    const after = isSame ? drawn : describePod(state.memory, scope.component, pod, isNew, drawn, state.now)
    if (after !== drawn) changes.push({ before: drawn, after })
    byUid = byUid.with(pod.uid, after)
    return after
  }
  const pods = found.flatMap((scope) => [
    ...scope.newPods.map((pod) => draw(scope, pod, true)),
    ...scope.oldPods.map((pod) => draw(scope, pod, false)),
  ])
  return { pods, drawing: { plan, byUid }, changes }
}

/** Component by component, new pods first. */
const insert = (pods: PodState[], pod: PodState, found: Scope[]): PodState[] => {
  const roles = found.map((scope) => scope.component.role)
  const rank = (one: PodState) => roles.indexOf(one.component) * 2 + (one.isNew ? 0 : 1)
  const place = pods.findIndex((one) => rank(one) > rank(pod))
  return pods.toSpliced(place < 0 ? pods.length : place, 0, pod)
}

const drawOne = (before: RolloutState, state: RolloutState, found: Scope[], pod: PodFacts): Drawn => {
  const { pods, drawing } = before
  const same = { pods, drawing, changes: [] }
  const scope = found.find(({ sets }) => sets.some((set) => set.uid === pod.owner?.uid))
  if (!scope || isSamePod(before.memory, state.memory, pod)) return same
  const drawn = drawing.byUid.get(pod.uid)
  const isNew = pod.owner?.uid === scope.replicaSet?.uid
  const after = describePod(state.memory, scope.component, pod, isNew, drawn, state.now)
  return {
    pods: drawn ? pods.with(pods.indexOf(drawn), after) : insert(pods, after, found),
    drawing: { ...drawing, byUid: drawing.byUid.with(pod.uid, after) },
    changes: [{ before: drawn, after }],
  }
}

/** The pods' pictures after an event: with thousands of them, redrawing one must not mean looking at all. */
export const drawPods = (
  before: RolloutState,
  state: RolloutState,
  found: Scope[],
  event: RolloutEvent,
): Drawn => {
  const plan = planOf(found)
  if (plan !== before.drawing.plan) return drawAll(before, state, found, plan)
  const pod = podOf(state, event)
  if (pod) return drawOne(before, state, found, pod)
  return { pods: before.pods, drawing: before.drawing, changes: [] }
}
