import type { Entity } from '../../report.ts'
import type { Snapshot } from '../collapse.ts'
import type { Memory } from '../memory.ts'
import { asFarAsSeen } from './as-far-as-seen.ts'
import { componentService } from './component-service.ts'
import { configMapEntity } from './config-map.ts'
import { deploymentEntity } from './deployment.ts'
import { type Facts, readScene } from './facts.ts'
import { helmChartEntity } from './helm-chart.ts'
import { helmValuesEntity } from './helm-values.ts'
import { secretEntity } from './secret.ts'
import { serviceEntity } from './service.ts'

/** All eight kinds of the data model, with state, rules and relations, from what is there now; `memory` is the snapshot’s, where it is known. */
export const readEntities = (snapshot: Snapshot, facts: Facts, memory?: Memory): Entity[] => {
  const scene = readScene(snapshot, facts, memory)
  const entities = [
    ...scene.parts.map((part) => componentService(scene, part)),
    ...scene.parts.map((part) => deploymentEntity(scene, part)),
    ...scene.parts.map((part) => serviceEntity(scene, part)),
    ...scene.parts.map((part) => configMapEntity(scene, part)),
    secretEntity(scene),
    helmChartEntity(scene),
    helmValuesEntity(scene),
  ]
  return entities.map((entity) => asFarAsSeen(scene, entity))
}
