import { completeConfig } from './complete-config.ts'
import type { ComponentConfig, Config } from './config.ts'
import { defaultDelivery, defaultServiceType } from './defaults.ts'
import type { ConfigInput } from './schema.ts'

export type Outline = { [key: string]: unknown }

/** What a person wants to see of a config: the important answers always, the rest where it differs from its default. */
export function outlineConfig(config: Config): Outline {
  const standard = completeConfig(leastInput(config))
  const { frontend, backend, secrets, ...rest } = config
  return withoutEmpty({
    version: config.version,
    name: config.name,
    namespace: config.namespace,
    access: { kind: config.access.kind, ...differing(config.access, standard.access) },
    frontend: outlineComponent(frontend, standard.frontend),
    backend: outlineComponent(backend, standard.backend),
    database: config.database,
    secrets: outlineSecrets(secrets),
    chart: {
      path: config.chart.path,
      version: config.chart.version,
      ...differing(config.chart, standard.chart),
    },
    ...outlineImages(config.images),
    ...pickDiffering(rest, standard, ['networkPolicy', 'podDisruptionBudget']),
    ...pickDiffering(rest, standard, ['contexts', 'rollout', 'environments']),
  })
}

/** The answers that defaults of other answers hang on. */
function leastInput(config: Config): ConfigInput {
  const component = ({ dir, port, replicas, hpa }: ComponentConfig) => ({
    dir,
    port,
    replicas,
    ...(hpa && { hpa: { maxReplicas: hpa.maxReplicas } }),
  })
  return {
    name: config.name,
    access: { kind: config.access.kind },
    frontend: component(config.frontend),
    backend: component(config.backend),
    database: config.database,
  }
}

function outlineComponent(component: ComponentConfig, standard: ComponentConfig): Outline {
  const { role, dir, port, replicas, resources, service, env, secrets, probes, build, hpa, ...rest } =
    component
  const hasUsualType = service.type === defaultServiceType(role, 'port-forward')
  return withoutEmpty({
    dir,
    port,
    ...pickDiffering({ build }, standard, ['build']),
    replicas,
    resources,
    ...(hasUsualType
      ? pickDiffering({ service }, standard, ['service'])
      : { service: { type: service.type, ...differing(service, standard.service) } }),
    env: keepEmpty(env, standard.env),
    secrets: keepEmpty(
      secrets.map(({ name, as }) => (name === as ? name : { name, as })),
      standard.secrets,
    ),
    probes: { readiness: probes.readiness, liveness: probes.liveness, ...differing(probes, standard.probes) },
    hpa: hpa && { maxReplicas: hpa.maxReplicas, ...differing(hpa, standard.hpa ?? {}) },
    ...differing(rest, standard),
  })
}

/** An empty list says "none" where the default would say something. */
const keepEmpty = (value: unknown[] | object, standard: unknown[] | object): unknown =>
  Object.keys(value).length === 0 && Object.keys(standard).length === 0 ? undefined : value

function outlineImages(images: Config['images']): Outline {
  const outline = differing(images, { delivery: defaultDelivery(images.registry) })
  return Object.keys(outline).length === 0 ? {} : { images: outline }
}

const outlineSecrets = (secrets: Config['secrets']): Outline =>
  Object.fromEntries(
    Object.entries(secrets).map(([name, { from, key, file, required, ...place }]) => [
      name,
      {
        from,
        ...(key !== name && { key }),
        ...(file !== undefined && { file }),
        ...withoutEmpty(place),
        ...(!required && { required }),
      },
    ]),
  )

function pickDiffering<T extends object>(value: T, standard: object, keys: (keyof T & string)[]): Outline {
  const picked = Object.fromEntries(keys.map((key) => [key, value[key]]))
  return differing(picked, standard)
}

/** The keys of a value that are not as in the standard, map by map. */
function differing(value: object, standard: object): Outline {
  const pairs = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    const usual = (standard as Outline)[key]
    if (part === undefined || isSame(part, usual)) return []
    return [[key, isPlain(part) && isPlain(usual) && !isAtomic(key) ? differing(part, usual) : part]]
  })
  return Object.fromEntries(pairs)
}

/** A probe is one thought: half of it would mean something else. */
const isAtomic = (key: string): boolean => ['readiness', 'liveness', 'startup'].includes(key)

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false
  return keys.every((key) => Object.hasOwn(b, key) && isSame((a as Outline)[key], (b as Outline)[key]))
}

function withoutEmpty(outline: Outline): Outline {
  return Object.fromEntries(Object.entries(outline).filter(([, value]) => value !== undefined))
}
