import type { V1Container, V1ServicePort } from '@kubernetes/client-node'
import type { Rule } from '../report.ts'
import { rule } from '../rollout/entities/rules.ts'
import type { Parts } from './manifest-parts.ts'

export function serviceRules(parts: Parts): Rule[] {
  if (!parts.service) return [rule('rendered', false, `the chart renders no Service ${parts.names.service}`)]
  return [portRule(parts), selectorRule(parts), nodePortRule(parts)]
}

/** The container port that a Service port leads to, by name or number. */
export function targetPort(
  { port, targetPort }: V1ServicePort,
  containers: V1Container[],
): number | undefined {
  const wanted = targetPort ?? port
  const open = containers.flatMap((container) => container.ports ?? [])
  return open.find(({ name, containerPort }) => name === wanted || containerPort === Number(wanted))
    ?.containerPort
}

function portRule({ service, containers }: Parts): Rule {
  const ports = service?.spec?.ports ?? []
  const lost = ports.filter((port) => targetPort(port, containers) === undefined)
  const evidence =
    lost.length > 0
      ? lost.map((port) => `no container has the port ${port.targetPort ?? port.port}`).join('; ')
      : ports.map((port) => `${port.port} → ${targetPort(port, containers)}`).join(', ')
  return rule('ports-match', ports.length > 0 && lost.length === 0, evidence || 'it has no port')
}

function selectorRule({ service, deployment }: Parts): Rule {
  const selector = Object.entries(service?.spec?.selector ?? {})
  const labels = deployment?.spec?.template.metadata?.labels ?? {}
  const missed = selector
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => `${key}=${value}`)
  const holds = selector.length > 0 && missed.length === 0
  const evidence = missed.length > 0 ? `the pods lack ${missed.join(', ')}` : `${selector.length} labels`
  return rule('selector-matches', holds, selector.length > 0 ? evidence : 'it selects no pods')
}

function nodePortRule({ service }: Parts): Rule {
  const ports = (service?.spec?.ports ?? []).flatMap(({ nodePort }) => nodePort ?? [])
  const outside = ports.filter((port) => port < 30000 || port > 32767)
  const evidence =
    outside.length > 0 ? `${outside.join(', ')}: not in 30000-32767` : ports.join(', ') || 'none is asked for'
  return rule('node-port-in-range', outside.length === 0, evidence)
}
