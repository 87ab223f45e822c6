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

const portsOf = ({ spec }: V1Service) => (spec?.ports ?? []).map((one) => one.port)

/** Its Service stands for something else, or its pods answer at any port. */
const hasOwnPorts = ({ spec }: V1Service) => spec?.type !== 'ExternalName' && spec?.clusterIP !== 'None'

/** What a request to it would meet: `true` for a Service with this port, `undefined` where nobody can tell. */
function judge(
  { service, port }: Address,
  { services, namespace, isWhole }: Place,
): string | true | undefined {
  const found = services.find(({ metadata }) => metadata?.name === service)
  if (!found) return isWhole ? `there is no Service ${service} in ${namespace}` : undefined
  if (!hasOwnPorts(found) || portsOf(found).includes(port)) return true
  return `the Service ${service} has port ${portsOf(found).join(', ')}, not ${port}`
}

/** The frontend depends on the backend by the address that one of its variables holds: a name and a port of a Service. */
export function backendAddress(variables: Record<string, string>, place: Place): Rule {
  const judged = Object.entries(variables)
    .filter(([name]) => namesBackend.test(name))
    .flatMap(([name, value]) => readAddress(name, value, place.namespace) ?? [])
    .map((address) => ({ ...address, found: judge(address, place) }))
  if (judged.length === 0) return rule(id, true, 'no variable names an address of the cluster')
  const faults = judged.filter(({ found }) => typeof found === 'string')
  if (faults.length > 0)
    return rule(id, false, faults.map((it) => `${it.variable}=${it.value}: ${it.found}`).join('; '))
  const unknown = judged.filter(({ found }) => found === undefined)
  if (unknown.length > 0)
    return unchecked(
      id,
      unknown.map(({ variable, value }) => `${variable}=${value}: not a Service of the chart`).join('; '),
    )
  return rule(id, true, judged.map((it) => `${it.variable}: ${it.service}:${it.port}`).join(', '))
}
