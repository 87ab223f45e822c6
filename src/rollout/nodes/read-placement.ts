import type {
  V1Container,
  V1LabelSelectorRequirement,
  V1NodeSelectorTerm,
  V1Pod,
  V1PodAffinityTerm,
  V1Toleration,
} from '@kubernetes/client-node'
import { isMeant } from './matches-node.ts'
import { type Amounts, largestAmounts, readAmounts, sumAmounts } from './read-amount.ts'

export type HostPort = { port: number; protocol: string }

export type Apart = {
  topologyKey: string
  labels: Record<string, string>
  expressions: V1LabelSelectorRequirement[]
}

/** What a pod asks of the node that it is to run on. */
export type Placement = {
  request: Amounts
  nodeSelector: Record<string, string>
  /** Required node affinity: any of these terms will do; empty when there is none. */
  nodeTerms: V1NodeSelectorTerm[]
  tolerations: V1Toleration[]
  hostPorts: HostPort[]
  /** Required anti-affinity within its own namespace: pods that it does not share a node, or a zone, with. */
  apartFrom: Apart[]
  /** Required affinity within its own namespace: pods that it wants beside it. */
  besides: Apart[]
  /** Labels that a node must have, whatever their value: pods are spread by them. */
  spreadBy: string[]
  claims: string[]
  gates: string[]
  scheduler: string
  /** The node that is being cleared for it. */
  nominatedNode: string
}

const isSidecar = (container: V1Container): boolean => container.restartPolicy === 'Always'

const requestOf = ({ resources }: Pick<V1Container, 'resources'>): Amounts => readAmounts(resources?.requests)

/** Init containers run one after the other beside the sidecars that were started before them: the largest moment counts. */
const readRequest = ({ spec }: V1Pod): Amounts => {
  const inits = spec?.initContainers ?? []
  const sidecars = inits.filter(isSidecar).map(requestOf)
  const running = sumAmounts([...(spec?.containers ?? []).map(requestOf), ...sidecars])
  const moments = inits.map((one, index) =>
    sumAmounts([requestOf(one), ...inits.slice(0, index).filter(isSidecar).map(requestOf)]),
  )
  const wanted = { ...largestAmounts([running, ...moments]), ...readAmounts(spec?.resources?.requests) }
  return sumAmounts([wanted, readAmounts(spec?.overhead), { pods: 1 }])
}

const readHostPorts = ({ spec }: V1Pod): HostPort[] =>
  (spec?.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort ? [{ port: hostPort, protocol }] : []))

/** A term that compares pods of one template only says nothing about those of another. */
const readTerms = (terms: V1PodAffinityTerm[] = []): Apart[] =>
  terms
    .filter((term) => !term.namespaces && !term.namespaceSelector && !term.matchLabelKeys)
    .map(({ topologyKey, labelSelector }) => ({
      topologyKey,
      labels: labelSelector?.matchLabels ?? {},
      expressions: labelSelector?.matchExpressions ?? [],
    }))

const readSpread = ({ spec }: V1Pod): string[] =>
  (spec?.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
    .map(({ topologyKey }) => topologyKey)

const readClaims = ({ metadata, spec }: V1Pod): string[] =>
  (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName]
    return ephemeral ? [`${metadata?.name}-${name}`] : []
  })

export const readPlacement = (pod: V1Pod): Placement => ({
  request: readRequest(pod),
  nodeSelector: pod.spec?.nodeSelector ?? {},
  nodeTerms:
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [],
  tolerations: pod.spec?.tolerations ?? [],
  hostPorts: readHostPorts(pod),
  apartFrom: readTerms(pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
  // the first of a kind may be alone
  besides: readTerms(pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution).filter(
    (term) => !isMeant(term, pod.metadata?.labels ?? {}),
  ),
  spreadBy: readSpread(pod),
  claims: readClaims(pod),
  gates: (pod.spec?.schedulingGates ?? []).map(({ name }) => name),
  scheduler: pod.spec?.schedulerName ?? 'default-scheduler',
  nominatedNode: pod.status?.nominatedNodeName ?? '',
})
