import type { Transition } from '../report.ts'
import type { PodChange } from './draw-pods.ts'
import type { WatchedKind } from './kube.ts'
import type { Memory } from './memory.ts'
import type { ContentFacts } from './read-content.ts'
import type { ComponentState, PodState, RolloutState } from './state.ts'

const stamp = (at: number): string => new Date(at).toISOString()

/** What the first list shows was there before: it is no change. */
const isNews = (memory: Memory, kind: WatchedKind): boolean => memory.baseline.synced.has(kind)

const podChange = ({ before, after: pod }: PodChange, memory: Memory, at: number): Transition[] => {
  if (before?.phase === pod.phase || (!before && pod.phase === 'Gone')) return []
  if (!before && (!isNews(memory, 'Pod') || memory.baseline.uids.has(pod.uid))) return []
  const text = detailOf(pod)
  return [
    {
      at: stamp(at),
      object: `Pod/${pod.name}`,
      from: before?.phase ?? '',
      to: pod.phase,
      ...(text && { detail: text }),
      ...(before && { lastedMs: Math.max(0, at - before.since) }),
    },
  ]
}

const detailOf = ({ waitingFor, since, killAt }: PodState): string => {
  const time = killAt === undefined ? '' : `may take ${Math.round((killAt - since) / 1000)} s`
  return [waitingFor, time].filter((one) => one !== '').join('; ')
}

const named = (state: string): string => (state === 'Unknown' ? '' : state)

const componentChanges = (
  before: ComponentState,
  one: ComponentState,
  memory: Memory,
  at: number,
): Transition[] => {
  const changes: Transition[] = []
  const isKnown = before.state !== 'Unknown' || isNews(memory, 'Deployment')
  if (before.state !== one.state && isKnown)
    changes.push({
      at: stamp(at),
      object: `Deployment/${one.deployment}`,
      from: named(before.state),
      to: one.state,
    })
  const wasSeen = before.availability !== 'Unknown' || isNews(memory, 'EndpointSlice')
  if (before.availability !== one.availability && wasSeen) {
    const detail = one.outageMs > 0 ? { detail: `out for ${one.outageMs} ms so far` } : {}
    changes.push({
      at: stamp(at),
      object: `Service/${one.service}`,
      from: named(before.availability),
      to: one.availability,
      ...detail,
    })
  }
  return changes
}

const contentChange = (before: Memory, after: Memory, facts: ContentFacts, at: number): Transition[] => {
  const known = before.contents.get(facts.uid)
  const object = `${facts.kind}/${facts.name}`
  if (after.gone.has(facts.uid) && !before.gone.has(facts.uid))
    return [{ at: stamp(at), object, from: 'Created', to: 'Deleted' }]
  if (!known) return isNews(after, facts.kind) ? [{ at: stamp(at), object, from: '', to: 'Created' }] : []
  return known.fingerprint === facts.fingerprint
    ? []
    : [{ at: stamp(at), object, from: 'Created', to: 'Updated' }]
}

const contentChanges = (state: RolloutState, after: Memory, at: number): Transition[] => {
  const { memory, target } = state
  if (memory.contents === after.contents && memory.gone === after.gone) return []
  const names = new Set(target.components.flatMap((one) => [one.configMap, one.secret]))
  return [...after.contents.values()]
    .filter((facts) => names.has(facts.name))
    .flatMap((facts) => contentChange(memory, after, facts, at))
}

/** What changed between two moments, as people and machines read it. */
export const transitionsBetween = (
  before: RolloutState,
  after: { memory: Memory; components: ComponentState[]; podChanges?: PodChange[] },
  at: number,
): Transition[] => [
  ...after.components.flatMap((one, index) =>
    componentChanges(before.components[index] ?? one, one, after.memory, at),
  ),
  ...(after.podChanges ?? []).flatMap((one) => podChange(one, after.memory, at)),
  ...contentChanges(before, after.memory, at),
]
