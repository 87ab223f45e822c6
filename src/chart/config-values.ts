import type { ComponentConfig, Config, Probe } from '../config/config.ts'
import { defaults, probeTiming } from '../config/defaults.ts'
import type { Values } from './merge-values.ts'

/** What the config says, in the words of the chart's values; images aside, which only a build knows. */
export function configValues(config: Config): Values {
  const hasSecrets = config.frontend.secrets.length + config.backend.secrets.length > 0
  return {
    ...(hasSecrets && { existingSecret: secretName(config) }),
    imagePullSecrets: config.images.pullSecret === undefined ? [] : [{ name: config.images.pullSecret }],
    frontend: {
      ...componentValues(config, config.frontend),
      backendUrlEnv: config.frontend.backendUrlEnv ?? defaults.backendUrlEnv,
    },
    backend: componentValues(config, config.backend),
    ...accessValues(config.access),
    networkPolicy: { enabled: config.networkPolicy },
    podDisruptionBudget: { enabled: config.podDisruptionBudget },
    rollout: { progressDeadlineSeconds: progressDeadline(config.rollout.timeoutSeconds) },
  }
}

export const secretName = (config: Pick<Config, 'name'>): string => `${config.name}-secrets`

/** Kubernetes gives up before we do, so that its own word for the failure is there to be read. */
const progressDeadline = (timeoutSeconds: number): number =>
  Math.max(15, timeoutSeconds - Math.max(10, Math.round(timeoutSeconds / 10)))

function componentValues(config: Config, component: ComponentConfig): Values {
  const { hpa, probes, replicas, service } = component
  return {
    replicas,
    port: component.port,
    service: { type: service.type, port: service.port, nodePort: service.nodePort ?? null },
    env: { ...component.env },
    secrets: component.secrets.map(({ name, as }) => ({
      name,
      as,
      ...(config.secrets[name]?.required === false && { optional: true }),
    })),
    resources: component.resources,
    probes: {
      readiness: probeValues('readiness', probes.readiness),
      liveness: probeValues('liveness', probes.liveness),
      startup: probeValues('startup', probes.startup),
    },
    ...(component.command && { command: component.command }),
    ...(component.args && { args: component.args }),
    autoscaling: hpa ? { enabled: true, ...hpa } : { enabled: false },
    runAsUser: component.runAsUser === undefined ? defaults.runAsUser : component.runAsUser,
    readOnlyRootFilesystem: component.readOnlyRootFilesystem ?? true,
    writablePaths: component.writablePaths ?? [],
    terminationGracePeriodSeconds: component.terminationGracePeriodSeconds,
  }
}

function probeValues(kind: keyof ComponentConfig['probes'], probe: Probe): Values {
  const { path = '', host = '', command = [], tcp: _, ...timing } = probe
  return { path, host, command, ...probeTiming[kind], ...timing }
}

function accessValues(access: Config['access']): Values {
  const { kind, host = '', apiPath = '', ingressClassName = '', tlsSecret = '', gateway } = access
  const isIngress = kind === 'ingress'
  const isGateway = kind === 'gateway'
  return {
    ingress: isIngress
      ? { enabled: true, className: ingressClassName, host, apiPath, tlsSecret }
      : { enabled: false },
    gateway: isGateway
      ? { enabled: true, name: gateway?.name ?? '', namespace: gateway?.namespace ?? '', host, apiPath }
      : { enabled: false },
  }
}
