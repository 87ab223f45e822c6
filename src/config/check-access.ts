import type { Config } from './config.ts'
import type { Issue } from './problem.ts'

type AccessKey = Exclude<keyof Config['access'], 'kind'>

/** Which of its answers each kind of access understands. */
const understood: Record<Config['access']['kind'], AccessKey[]> = {
  'node-port': [],
  'load-balancer': [],
  'port-forward': [],
  ingress: ['host', 'ingressClassName', 'tlsSecret', 'apiPath'],
  gateway: ['host', 'gateway', 'apiPath'],
}

export function checkAccess(config: Config): Issue[] {
  return [...checkServiceType(config), ...checkKeys(config), ...checkGateway(config), ...checkTls(config)]
}

function checkServiceType({ access: { kind }, frontend }: Config): Issue[] {
  const needed = kind === 'node-port' ? 'NodePort' : kind === 'load-balancer' ? 'LoadBalancer' : undefined
  if (needed === undefined || frontend.service.type === needed) return []
  return [
    {
      path: ['frontend', 'service', 'type'],
      at: 'value',
      message: `access by ${kind} needs a ${needed} Service, not ${frontend.service.type}`,
      hint: `Set \`type: ${needed}\`, or choose another \`access.kind\`.`,
    },
  ]
}

function checkKeys({ access }: Config): Issue[] {
  const keys = Object.keys(access).filter((key): key is AccessKey => key !== 'kind')
  return keys
    .filter((key) => !understood[access.kind].includes(key))
    .map((key) => ({
      path: ['access', key],
      at: 'key',
      message: `access by ${access.kind} does not use \`${key}\``,
      hint: `It belongs to: ${kindsFor(key).join(', ')}.`,
    }))
}

const kindsFor = (key: AccessKey): string[] =>
  Object.entries(understood)
    .filter(([, keys]) => keys.includes(key))
    .map(([kind]) => kind)

function checkGateway({ access }: Config): Issue[] {
  if (access.kind !== 'gateway' || access.gateway) return []
  const hint = 'Add `gateway: {name: …}` with the name of an existing Gateway.'
  return [{ path: ['access', 'gateway'], at: 'value', message: 'access by gateway needs its name', hint }]
}

function checkTls({ access }: Config): Issue[] {
  if (access.tlsSecret === undefined || access.host !== undefined || access.kind !== 'ingress') return []
  const message = 'a certificate is for a host, and none is given'
  return [{ path: ['access', 'tlsSecret'], at: 'value', message, hint: 'Add `access.host`.' }]
}
