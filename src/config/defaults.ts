import type { Access, ComponentConfig, Config, Probe, Resources, ServiceConfig } from './config.ts'

/** Far more than a cluster of one's own holds; a typing error is caught. */
export const mostReplicas = 10_000

/** Every default that an answer may be left out for. Detection of `init` writes better ones where it finds them. */
export const defaults = {
  version: 1,
  chart: { path: 'chart', version: '0.1.0', appVersion: '0.1.0' },
  access: 'port-forward',
  replicas: 2,
  resources: {
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { cpu: '500m', memory: '512Mi' },
  } satisfies Resources,
  cpuPercent: 80,
  terminationGracePeriodSeconds: 30,
  runAsUser: 10001,
  backendUrlEnv: 'BACKEND_URL',
  databaseSecret: 'DATABASE_URL',
  secretSource: 'env',
  networkPolicy: false,
  podDisruptionBudget: true,
  rollout: { timeoutSeconds: 300, soakSeconds: 5, onFailure: 'ask' },
} as const satisfies Record<string, unknown>

/** What a frontend shows at `/` is what people come for; of a backend only its open port is known. */
export const defaultProbes: Record<ComponentConfig['role'], ComponentConfig['probes']> = {
  frontend: { readiness: { path: '/' }, liveness: { tcp: true }, startup: { tcp: true } },
  backend: { readiness: { tcp: true }, liveness: { tcp: true }, startup: { tcp: true } },
}

type Timing = Required<Pick<Probe, 'periodSeconds' | 'timeoutSeconds' | 'failureThreshold'>>

/** Readiness reacts in seconds, a restart needs a minute of silence, a start may take two minutes. */
export const probeTiming: Record<keyof ComponentConfig['probes'], Timing> = {
  readiness: { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
  liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  startup: { periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 60 },
}

export function defaultServiceType(role: ComponentConfig['role'], access: Access): ServiceConfig['type'] {
  if (role === 'backend') return 'ClusterIP'
  if (access === 'node-port') return 'NodePort'
  return access === 'load-balancer' ? 'LoadBalancer' : 'ClusterIP'
}

export const defaultDelivery = (registry: string | undefined): Config['images']['delivery'] =>
  registry === undefined ? 'auto' : 'registry'
