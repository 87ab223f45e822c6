import type { Entity, EntityKind, Rule } from '../../report.ts'
import type { WatchedKind } from '../kube.ts'
import { isUnseen, type Scene } from './facts.ts'
import { unchecked } from './rules.ts'

/** What an entity's state is read from. */
const sources: Partial<Record<EntityKind, WatchedKind[]>> = {
  FrontendService: ['Deployment', 'ReplicaSet', 'Pod'],
  BackendService: ['Deployment', 'ReplicaSet', 'Pod'],
  Deployment: ['Deployment'],
  Service: ['Service', 'EndpointSlice'],
  ConfigMap: ['ConfigMap'],
  Secret: ['Secret'],
}

/** Rules about more than the object itself. */
const lookedAt: Record<string, WatchedKind[]> = {
  'pods-ready': ['ReplicaSet', 'Pod'],
  'backend-address-resolves': ['Service'],
  'endpoints-are-ready-pods': ['ReplicaSet', 'Pod', 'EndpointSlice'],
}

/** What may not be seen is neither there nor missing. */
export const asFarAsSeen = (scene: Scene, entity: Entity): Entity => {
  const hiddenOf = (kinds: WatchedKind[] = []) => kinds.filter((kind) => isUnseen(scene, kind))
  const hidden = hiddenOf(sources[entity.kind])
  const judge = (rule: Rule): Rule => {
    const unseen = rule.id === 'exists' ? hidden : hiddenOf(lookedAt[rule.id])
    return unseen.length > 0 ? unchecked(rule.id, `can't be seen here: ${unseen.join(', ')}`) : rule
  }
  const { since: _since, ...unknown } = entity
  return {
    ...(hidden.length > 0 ? { ...unknown, state: 'Unknown' } : entity),
    rules: entity.rules.map(judge),
  }
}
