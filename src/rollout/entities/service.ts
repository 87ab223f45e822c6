import type { Entity, Rule } from '../../report.ts'
import { readService, type ServiceFacts, selects } from '../read-service.ts'
import { isUnseen, type Part, type Scene } from './facts.ts'
import { currentPods, readyOf } from './pods-of.ts'
import { portsMatch } from './ports-match.ts'
import { relation, rule, stamp, unchecked } from './rules.ts'

const countOf = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`

/** Names that stand in one list and not in the other. */
const difference = (a: Set<string>, b: Set<string>): string[] => [...a].filter((one) => !b.has(one))

const endpointsAreReadyPods = (scene: Scene, part: Part): Rule => {
  const id = 'endpoints-are-ready-pods'
  if (isUnseen(scene, 'EndpointSlice') || isUnseen(scene, 'Pod'))
    return unchecked(id, 'EndpointSlices or Pods may not be listed here')
  const ready = new Set(readyOf(currentPods(scene, part)).map((pod) => pod.name))
  const endpoints = part.scope.endpoints ?? []
  const serving = new Set(endpoints.filter((one) => one.ready).map((one) => one.podName))
  const strange = difference(serving, ready)
  const absent = difference(ready, serving)
  const told = [
    `${countOf(serving.size, 'ready endpoint')}, ${countOf(ready.size, 'ready pod')} of the current ReplicaSet`,
    ...strange.map((name) => `${name || 'an address without a pod'} is served but is not one of them`),
    ...absent.map((name) => `${name} is ready but not served`),
  ]
  return rule(
    id,
    strange.length === 0 &&
      absent.length === 0 &&
      (serving.size > 0 || part.scope.deployment?.replicas === 0),
    told.join('; '),
  )
}

const nodePortRule = (scene: Scene, part: Part, service: ServiceFacts): Rule[] => {
  const wanted = scene.facts.config?.[part.role].service.nodePort
  if (wanted === undefined || service.type === 'ClusterIP') return []
  const has = service.ports.map((port) => port.nodePort).join(', ')
  return [
    rule(
      'node-port',
      service.ports.some((port) => port.nodePort === wanted),
      `asked for ${wanted}, has ${has}`,
    ),
  ]
}

const showPorts = (service: ServiceFacts): string =>
  service.ports
    .map((port) => `${port.nodePort ? `${port.nodePort} → ` : ''}${port.port} → ${port.targetPort}`)
    .join(', ')

export const serviceEntity = (scene: Scene, part: Part): Entity => {
  const name = part.scope.component.service
  const service = part.service && readService(part.service)
  const ready = (part.scope.endpoints ?? []).filter((one) => one.ready).length
  const labels = part.deployment?.spec?.template.metadata?.labels ?? {}
  return {
    kind: 'Service',
    name,
    component: part.role,
    state: service ? (ready > 0 ? 'Available' : 'Unavailable') : 'Missing',
    ...stamp(service?.createdAt),
    summary: service
      ? `${service.type} · ${showPorts(service)} · ${countOf(ready, 'ready endpoint')}`
      : 'not in the namespace',
    fields: { name, type: service?.type, ports: service?.ports ?? [], selector: service?.selector ?? {} },
    rules: service
      ? [
          endpointsAreReadyPods(scene, part),
          portsMatch(scene, part, 'ports-match'),
          ...nodePortRule(scene, part, service),
        ]
      : [rule('exists', false, `Service ${name} does not exist`)],
    relations: service
      ? [
          relation(
            'exposes',
            `Deployment ${part.scope.component.deployment}`,
            selects(service.selector, labels),
            'its selector against the pod template’s labels',
          ),
        ]
      : [],
  }
}
