import type { ComponentConfig, Config, Probe, SecretConfig } from './config.ts'
import { defaultDelivery, defaultProbes, defaultServiceType, defaults } from './defaults.ts'
import type { ComponentInput, ConfigInput } from './schema.ts'

/** Fills in every answer that was left out. Takes input that the schema has accepted. */
export function completeConfig(input: ConfigInput): Config {
  const access = { ...input.access, kind: input.access?.kind ?? defaults.access }
  const secrets = completeSecrets(input)
  const database = completeDatabase(input, secrets)
  return {
    version: 1,
    name: input.name,
    namespace: input.namespace ?? input.name,
    chart: { ...defaults.chart, name: input.name, ...present(input.chart) },
    access: present(access),
    frontend: completeComponent('frontend', input.frontend, access.kind, []),
    backend: completeComponent('backend', input.backend, access.kind, database ? [database.secret] : []),
    database,
    secrets,
    images: present({
      ...input.images,
      delivery: input.images?.delivery ?? defaultDelivery(input.images?.registry),
    }),
    networkPolicy: input.networkPolicy ?? defaults.networkPolicy,
    podDisruptionBudget: input.podDisruptionBudget ?? defaults.podDisruptionBudget,
    contexts: input.contexts ?? [],
    rollout: { ...defaults.rollout, ...present(input.rollout) },
    environments: input.environments ?? {},
  }
}

/** A key whose value is undefined counts as left out. */
function present<T extends object>(value: T): T
function present<T extends object>(value: T | undefined): Partial<T>
function present(value: object | undefined): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, part]) => part !== undefined))
}

function completeSecrets(input: ConfigInput): Record<string, SecretConfig> {
  return Object.fromEntries(
    Object.entries(input.secrets ?? {}).map(([name, secret]) => [
      name,
      { from: defaults.secretSource, key: name, required: true, ...present(secret ?? undefined) },
    ]),
  )
}

/** Left out, it is what the usual name says; unless the backend was told to read other secrets only. */
function completeDatabase(input: ConfigInput, secrets: Record<string, SecretConfig>): Config['database'] {
  if (input.database !== undefined) return input.database
  const secret = defaults.databaseSecret
  const bound = input.backend.secrets?.map((binding) => completeBinding(binding).name) ?? [secret]
  return Object.hasOwn(secrets, secret) && bound.includes(secret) ? { secret } : null
}

function completeComponent(
  role: ComponentConfig['role'],
  input: ComponentInput,
  access: Config['access']['kind'],
  boundSecrets: string[],
): ComponentConfig {
  const dir = input.dir ?? role
  const { build, resources, service, probes, hpa, ...rest } = input
  const replicas = input.replicas ?? defaults.replicas
  return {
    ...present(rest),
    role,
    dir,
    build: { context: dir, dockerfile: inside(dir, 'Dockerfile'), args: {}, ...present(build) },
    port: input.port,
    replicas,
    resources: {
      requests: { ...defaults.resources.requests, ...present(resources?.requests) },
      limits: { ...defaults.resources.limits, ...present(resources?.limits) },
    },
    service: { type: defaultServiceType(role, access), port: input.port, ...present(service) },
    env: input.env ?? {},
    secrets: (input.secrets ?? boundSecrets).map(completeBinding),
    probes: completeProbes(role, probes),
    ...(hpa && { hpa: { minReplicas: replicas, cpuPercent: defaults.cpuPercent, ...present(hpa) } }),
    terminationGracePeriodSeconds:
      input.terminationGracePeriodSeconds ?? defaults.terminationGracePeriodSeconds,
  }
}

const inside = (dir: string, file: string): string =>
  dir === '.' ? file : `${dir.replace(/\/$/, '')}/${file}`

const completeBinding = (binding: string | { name: string; as: string }) =>
  typeof binding === 'string' ? { name: binding, as: binding } : binding

function completeProbes(
  role: ComponentConfig['role'],
  probes: ComponentInput['probes'],
): ComponentConfig['probes'] {
  const kinds = ['readiness', 'liveness', 'startup'] as const
  const completed = kinds.map((kind) => [kind, completeProbe(probes?.[kind], defaultProbes[role][kind])])
  return Object.fromEntries(completed)
}

/** Somebody who only changes a number keeps the default way of asking. */
function completeProbe(probe: Probe | undefined, standard: Probe): Probe {
  if (!probe) return standard
  const asks = probe.path !== undefined || probe.tcp || probe.command
  return asks ? present(probe) : { ...standard, ...present(probe) }
}
