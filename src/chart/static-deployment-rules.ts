import type { V1Container, V1Probe } from '@kubernetes/client-node'
import type { Rule } from '../report.ts'
import { restrictedSecurity } from '../rollout/entities/pod-security.ts'
import { resourcesSet } from '../rollout/entities/resources.ts'
import { rule } from '../rollout/entities/rules.ts'
import type { Parts } from './manifest-parts.ts'

export function deploymentRules(parts: Parts): Rule[] {
  const { deployment, podSpec, names } = parts
  if (!deployment || !podSpec)
    return [rule('rendered', false, `the chart renders no Deployment ${names.deployment}`)]
  const containers = [...(podSpec.initContainers ?? []), ...parts.containers]
  return [
    resourcesSet(containers),
    restrictedSecurity(podSpec),
    selectorRule(parts),
    probeRule(parts),
    probePortRule(containers),
  ]
}

function selectorRule({ deployment }: Parts): Rule {
  const wanted = Object.entries(deployment?.spec?.selector.matchLabels ?? {})
  const labels = deployment?.spec?.template.metadata?.labels ?? {}
  const missing = wanted.filter(([key, value]) => labels[key] !== value).map(([key]) => key)
  const holds = wanted.length > 0 && missing.length === 0
  const evidence = missing.length > 0 ? `its pods lack ${missing.join(', ')}` : `${wanted.length} labels`
  return rule('selector-matches', holds, evidence)
}

/** Those that the Service leads to, or all where it leads to none; what runs beside them may do without probes. */
function serving({ service, containers }: Parts): V1Container[] {
  const targets = new Set((service?.spec?.ports ?? []).map(({ targetPort, port }) => targetPort ?? port))
  const found = containers.filter(({ ports = [] }) =>
    ports.some(({ name, containerPort }) => targets.has(containerPort) || (name && targets.has(name))),
  )
  return found.length > 0 ? found : containers
}

/** The same question for both would restart a pod in the moment when it only had to be left alone. */
function probeRule(parts: Parts): Rule {
  const { containers } = parts
  const needProbes = serving(parts)
  const faults = containers.flatMap((container) => {
    const { readinessProbe, livenessProbe, startupProbe, name } = container
    const probes = { readinessProbe, livenessProbe, startupProbe }
    const missing = Object.entries(probes).flatMap(([kind, probe]) =>
      probe || !needProbes.includes(container) ? [] : [`${name} has no ${kind}`],
    )
    if (!readinessProbe || !livenessProbe) return missing
    const isHasty =
      asks(readinessProbe) === asks(livenessProbe) && patience(livenessProbe) <= patience(readinessProbe)
    return isHasty
      ? [...missing, `${name}: liveness asks the same as readiness and gives up no later`]
      : missing
  })
  const evidence = containers.map(({ readinessProbe, livenessProbe }) => {
    const seconds = livenessProbe ? `, given up after ${patience(livenessProbe)} s` : ''
    return `ready by ${asks(readinessProbe)}, alive by ${asks(livenessProbe)}${seconds}`
  })
  return rule(
    'probes-differ',
    faults.length === 0,
    faults.length > 0 ? faults.join('; ') : evidence.join('; '),
  )
}

const portOf = ({ httpGet, tcpSocket }: V1Probe) => (httpGet ?? tcpSocket)?.port

/** The API server takes any name for a port; the kubelet then asks nobody. */
function probePortRule(containers: V1Container[]): Rule {
  const faults = containers.flatMap(({ name, ports = [], readinessProbe, livenessProbe, startupProbe }) =>
    Object.entries({ readinessProbe, livenessProbe, startupProbe }).flatMap(([kind, probe]) => {
      const port = probe && portOf(probe)
      const isNowhere =
        port !== undefined && !/^\d+$/.test(String(port)) && !ports.some((one) => one.name === port)
      return isNowhere ? [`${name}: ${kind} asks at port "${port}", and no port of ${name} is called so`] : []
    }),
  )
  return rule('probe-ports-exist', faults.length === 0, faults.join('; ') || 'each probe asks at a port')
}

function asks(probe: V1Probe | undefined): string {
  if (probe?.exec) return `command ${(probe.exec.command ?? []).join(' ')}`
  if (probe?.httpGet) return `GET ${probe.httpGet.path ?? '/'} on ${probe.httpGet.port}`
  return probe?.tcpSocket ? `TCP on ${probe.tcpSocket.port}` : 'nothing'
}

/** Seconds of failing until the kubelet acts. */
const patience = ({ periodSeconds = 10, failureThreshold = 3 }: V1Probe): number =>
  periodSeconds * failureThreshold
