import type { V1Service } from '@kubernetes/client-node'
import type { Rule } from '../../report.ts'
import { rule, unchecked } from './rules.ts'

type Address = { variable: string; value: string; service: string; port: number }
type Place = {
  services: V1Service[]
  namespace: string
  /** False where Services may be missing from the list: then no name is wrong for not being in it. */
  isWhole: boolean
}

const id = 'backend-address-resolves'
const namesBackend = /backend|upstream|(^|_)api(_|$)/i
const defaultPorts: Record<string, number> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 }

/** The Service that a URL names by a name that only the cluster knows. */
function readAddress(variable: string, value: string, namespace: string): Address | undefined {
  if (!/^(https?|wss?):\/\//i.test(value) || !URL.canParse(value)) return undefined
  const { hostname, protocol, port } = new URL(value)
  const service = serviceOf(hostname, namespace)
  return service ? { variable, value, service, port: Number(port) || defaultPorts[protocol]! } : undefined
}

function serviceOf(host: string, namespace: string): string | undefined {
  if (host === 'localhost' || /^[\d.]+$|^\[/.test(host)) return undefined
  const [name, place, ...rest] = host.replace(/\.svc(\.cluster\.local)?$/, '').split('.')
  return rest.length === 0 && (place === undefined || place === namespace) ? name : undefined
}

/** What a request to it would meet; undefined when that is a Service with this port. */
function findFault({ service, port }: Address, { services, namespace, isWhole }: Place): string | undefined {
  const found = services.find(({ metadata }) => metadata?.name === service)
  if (!found) return isWhole ? `there is no Service ${service} in ${namespace}` : undefined
  const { type, clusterIP, ports = [] } = found.spec ?? {}
  if (type === 'ExternalName' || clusterIP === 'None' || ports.some((one) => one.port === port))
    return undefined
  return `the Service ${service} has port ${ports.map((one) => one.port).join(', ')}, not ${port}`
}

/** The frontend depends on the backend by the address that one of its variables holds: a name and a port of a Service. */
export function backendAddress(variables: Record<string, string>, place: Place): Rule {
  const addresses = Object.entries(variables)
    .filter(([name]) => namesBackend.test(name))
    .flatMap(([name, value]) => readAddress(name, value, place.namespace) ?? [])
  if (addresses.length === 0) return rule(id, true, 'no variable names an address of the cluster')
  const told = (one: Address, what: string) => `${one.variable}=${one.value}: ${what}`
  const faults = addresses.flatMap((one) => {
    const fault = findFault(one, place)
    return fault ? [told(one, fault)] : []
  })
  if (faults.length > 0) return rule(id, false, faults.join('; '))
  const isKnown = ({ service }: Address) => place.services.some(({ metadata }) => metadata?.name === service)
  const unknown = addresses.filter((one) => !isKnown(one))
  if (unknown.length > 0)
    return unchecked(id, unknown.map((one) => told(one, 'not a Service of the chart')).join('; '))
  return rule(
    id,
    true,
    addresses.map(({ variable, service, port }) => `${variable}: ${service}:${port}`).join(', '),
  )
}
