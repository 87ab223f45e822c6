import type { Entity, Relation } from '../../report.ts'
import { findCondition } from '../read-condition.ts'
import { isObserved } from '../read-deployment.ts'
import { findDoom } from '../verdicts/doom.ts'
import { findTrouble } from '../verdicts/ladder.ts'
import type { Part, Scene } from './facts.ts'
import { restrictedSecurity } from './pod-security.ts'
import { currentPods } from './pods-of.ts'
import { referencesOf } from './references.ts'
import { resourceRange, resourcesSet } from './resources.ts'
import { relation, rule, stamp } from './rules.ts'

const leavingOf = (part: Part): number =>
  part.scope.oldPods.length + part.scope.newPods.filter((pod) => pod.deletionAt !== undefined).length

const stateOf = (scene: Scene, part: Part): string => {
  const { deployment } = part.scope
  if (!deployment) return 'Missing'
  const trouble = findTrouble(scene.memory, [part.scope], scene.facts.now)
  if (findDoom(scene.memory, [part.scope], trouble).length > 0) return 'Failed'
  const { updated, available, replicas } = deployment.status
  const wanted = deployment.replicas
  const isSettled = updated === wanted && available === wanted && replicas === wanted
  return isObserved(deployment) && isSettled && leavingOf(part) === 0 ? 'Active' : 'Updating'
}

const sinceOf = (part: Part, state: string): number | undefined => {
  const type = state === 'Active' ? 'Available' : 'Progressing'
  const condition = findCondition(part.scope.deployment?.conditions ?? [], type)
  return state === 'Updating' ? (condition?.updatedAt ?? condition?.since) : condition?.since
}

const references = (scene: Scene, part: Part): Relation[] => {
  const used = referencesOf(part.deployment?.spec?.template.spec)
  return (['ConfigMap', 'Secret'] as const).flatMap((kind) =>
    [...new Set(used.filter((one) => one.kind === kind).map(({ name }) => name))].map((name) => {
      const exists = scene.snapshot[kind].some((one) => one.metadata?.name === name)
      return relation('references', `${kind} ${name}`, exists, exists ? undefined : 'does not exist')
    }),
  )
}

const manages = (scene: Scene, part: Part): Relation => {
  const current = currentPods(scene, part).length
  const older = leavingOf(part)
  const wanted = part.scope.deployment?.replicas ?? 0
  const hash = part.scope.replicaSet?.hash ?? 'unknown'
  return relation(
    'manages',
    `${current} ${current === 1 ? 'pod' : 'pods'} of ${hash}, ${older} older`,
    current === wanted && older === 0,
    `${wanted} wanted`,
  )
}

/** The registry that only k8sdeploy's own images name says nothing to people. */
const shownImage = (image = 'no image'): string => image.replace(/^k8sdeploy\.local\//, '')

export const deploymentEntity = (scene: Scene, part: Part): Entity => {
  const { deployment, scope } = part
  const name = scope.component.deployment
  const state = stateOf(scene, part)
  const template = deployment?.spec?.template
  const containers = template?.spec?.containers ?? []
  return {
    kind: 'Deployment',
    name,
    component: part.role,
    state,
    ...stamp(sinceOf(part, state)),
    summary: deployment
      ? `${shownImage(containers[0]?.image)} · ${resourceRange(containers[0])}`
      : 'not in the namespace',
    fields: {
      name,
      namespace: scene.namespace,
      replicas: deployment?.spec?.replicas,
      selector: deployment?.spec?.selector.matchLabels ?? {},
      template: {
        labels: template?.metadata?.labels ?? {},
        annotations: template?.metadata?.annotations ?? {},
      },
      containers: containers.map((one) => ({
        name: one.name,
        image: one.image,
        ports: one.ports ?? [],
        resources: one.resources ?? {},
      })),
    },
    rules: deployment
      ? [resourcesSet(containers), restrictedSecurity(template?.spec)]
      : [rule('exists', false, `Deployment ${name} does not exist`)],
    relations: deployment ? [manages(scene, part), ...references(scene, part)] : [],
  }
}
