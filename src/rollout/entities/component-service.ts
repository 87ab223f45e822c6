import type { Entity, Relation, Rule } from '../../report.ts'
import { podPhase } from '../pod-phase.ts'
import { findCondition } from '../read-condition.ts'
import type { PodFacts } from '../read-pod.ts'
import { waitingFor } from '../waiting-for.ts'
import { backendAddress } from './backend-address.ts'
import { browserVariables } from './browser-variables.ts'
import type { Part, Scene } from './facts.ts'
import { currentPods, readyOf, stayingPods } from './pods-of.ts'
import { portsMatch } from './ports-match.ts'
import { relation, rule, stamp, unchecked } from './rules.ts'
import { urlAnswers } from './url-answers.ts'

const order = ['Failed', 'Running', 'Starting', 'Pulling', 'Pending'] as const

/** Running while a pod is Ready; else the furthest that a pod has come. */
const stateOf = (scene: Scene, part: Part): { state: string; since?: number } => {
  if (!part.deployment) return { state: 'Missing' }
  const ready = readyOf(stayingPods(scene, part))
  if (ready.length > 0) {
    const times = ready.map(
      (pod) => findCondition(pod.conditions, 'Ready')?.since ?? Number.POSITIVE_INFINITY,
    )
    return { state: 'Running', since: Math.min(...times) }
  }
  if (part.deployment.spec?.replicas === 0) return { state: 'Stopped' }
  const phases = [...part.scope.newPods, ...part.scope.oldPods].map((pod) => podPhase(scene.memory, pod))
  const phase = order.find((one) => phases.includes(one))
  return { state: phase === 'Running' ? 'Starting' : (phase ?? phases[0] ?? 'Pending') }
}

const environmentOf = (part: Part): Record<string, string> => {
  const env = part.deployment?.spec?.template.spec?.containers[0]?.env ?? []
  const described = env.map((one) => {
    const secret = one.valueFrom?.secretKeyRef
    return [
      one.name,
      secret ? `(Secret ${secret.name}, key ${secret.key})` : (one.value ?? '(from the cluster)'),
    ]
  })
  return { ...part.configMap?.data, ...Object.fromEntries(described) }
}

const podsReady = (scene: Scene, part: Part): Rule => {
  const pods = currentPods(scene, part)
  const wanted = part.scope.deployment?.replicas ?? 0
  const unready = pods.filter((pod) => !pod.ready)
  const told = unready
    .slice(0, 3)
    .map((pod: PodFacts) => `${pod.name} ${podPhase(scene.memory, pod)}: ${waitingFor(scene.memory, pod)}`)
  return rule(
    'pods-ready',
    readyOf(pods).length === wanted,
    [`${readyOf(pods).length} of ${wanted} ready`, ...told].join('; '),
  )
}

const frontendRules = (scene: Scene, part: Part): Rule[] => [
  urlAnswers(scene),
  browserVariables(scene, part),
  backendAddress(environmentOf(part), {
    services: scene.snapshot.Service,
    namespace: scene.namespace,
    isWhole: true,
  }),
]

const databaseRules = (scene: Scene): Rule[] => {
  const { config, database } = scene.facts
  if (config && config.database === null) return []
  if (!database)
    return [unchecked('database-connects', 'the connection was not tried this time: k8sdeploy up tries it')]
  const failed = database.steps.find((step) => !step.ok)
  const evidence = failed
    ? `${database.host}: ${failed.step} failed: ${failed.detail}`
    : `${database.host}: ${database.steps.map((step) => step.step).join(', ')}`
  return [rule('database-connects', database.ok, evidence)]
}

const relationsOf = (scene: Scene, part: Part): Relation[] => {
  const { database, config } = scene.facts
  if (part.role === 'frontend') {
    const backend = scene.parts.find((one) => one.role === 'backend')
    const ready = (backend?.scope.endpoints ?? []).filter((one) => one.ready).length
    return [
      relation(
        'depends-on',
        'BackendService backend',
        ready > 0,
        `${ready} ready ${ready === 1 ? 'endpoint' : 'endpoints'} to call`,
      ),
    ]
  }
  if (config && config.database === null) return []
  return [
    relation(
      'connects-to',
      database?.host ?? 'PostgreSQL',
      database?.ok ?? null,
      database ? undefined : 'not tried this time',
    ),
  ]
}

const fieldsOf = (scene: Scene, part: Part): Record<string, unknown> => {
  const container = part.deployment?.spec?.template.spec?.containers[0]
  const { config } = scene.facts
  return {
    image: container?.image,
    replicas: part.deployment?.spec?.replicas,
    ports: (container?.ports ?? []).map((one) => one.containerPort),
    environmentVariables: environmentOf(part),
    resources: container?.resources ?? {},
    ...(part.role === 'backend' && {
      databaseConnection: config?.database ? { secret: config.database.secret } : null,
    }),
  }
}

const summaryOf = (scene: Scene, part: Part): string => {
  const container = part.deployment?.spec?.template.spec?.containers[0]
  if (!container) return 'no Deployment in the namespace'
  const ready = readyOf(stayingPods(scene, part))
  const simulated = ready.some((pod) => pod.simulated) ? ' (simulated)' : ''
  return `${ready.length} of ${part.deployment?.spec?.replicas ?? 1} pods ready${simulated}`
}

/** The seed's frontend and backend: what its pods do, and whether its rules hold. */
export const componentService = (scene: Scene, part: Part): Entity => {
  const { state, since } = stateOf(scene, part)
  const own = part.role === 'frontend' ? frontendRules(scene, part) : databaseRules(scene)
  return {
    kind: part.role === 'frontend' ? 'FrontendService' : 'BackendService',
    name: part.role,
    component: part.role,
    state,
    ...stamp(since),
    summary: summaryOf(scene, part),
    fields: fieldsOf(scene, part),
    rules: part.deployment
      ? [podsReady(scene, part), portsMatch(scene, part, 'port-exposed'), ...own]
      : [rule('exists', false, `Deployment ${part.scope.component.deployment} does not exist`)],
    relations: relationsOf(scene, part),
  }
}
