import type { StoredObject } from '../../store.ts'
import { dig, recordsOf, textOf } from '../json.ts'
import { durationText } from './age.ts'

export function externalAddress({ spec, status }: StoredObject): string {
  const ingress = recordsOf(dig(status, 'loadBalancer', 'ingress')).map((one) =>
    textOf(one.ip ?? one.hostname),
  )
  const external = Array.isArray(spec?.externalIPs) ? spec.externalIPs.map(String) : []
  if (spec?.type === 'ExternalName') return textOf(spec.externalName)
  const all = [...ingress, ...external]
  return all.length > 0 ? all.join(',') : spec?.type === 'LoadBalancer' ? '<pending>' : '<none>'
}

export function servicePorts({ spec }: StoredObject): string {
  const ports = recordsOf(spec?.ports).map(
    ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
  )
  return ports.join(',') || '<none>'
}

export function nodeStatus({ spec, status }: StoredObject): string {
  const ready = recordsOf(status?.conditions).find(({ type }) => type === 'Ready')
  const state = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return spec?.unschedulable ? `${state},SchedulingDisabled` : state
}

export function jobStatus({ status, metadata, spec }: StoredObject): string {
  const has = (type: string) =>
    recordsOf(status?.conditions).some((one) => one.type === type && one.status === 'True')
  if (has('Complete')) return 'Complete'
  if (has('Failed')) return 'Failed'
  if (metadata?.deletionTimestamp) return 'Terminating'
  return spec?.suspend && has('Suspended') ? 'Suspended' : 'Running'
}

export function jobDuration({ status }: StoredObject, now: Date): string {
  const start = Date.parse(String(status?.startTime ?? ''))
  if (Number.isNaN(start)) return ''
  const end = Date.parse(String(status?.completionTime ?? ''))
  return durationText(((Number.isNaN(end) ? now.getTime() : end) - start) / 1000)
}

export function endpointsText({ subsets }: StoredObject): string {
  const all = recordsOf(subsets).flatMap((subset) =>
    recordsOf(subset.addresses).flatMap(({ ip }) =>
      recordsOf(subset.ports).map(({ port }) => `${ip}:${port}`),
    ),
  )
  const more = all.length > 3 ? ` + ${all.length - 3} more...` : ''
  return all.length === 0 ? '<none>' : all.slice(0, 3).join(',') + more
}
