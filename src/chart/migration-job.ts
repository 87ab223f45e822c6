import type { Manifest } from './read-manifests.ts'

type Variable = { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }
type Container = {
  name: string
  image: string
  env?: Variable[]
  envFrom?: { configMapRef?: { name: string } }[]
  [field: string]: unknown
}
type PodSpec = { containers: Container[]; [field: string]: unknown }

export type Migration = {
  release: string
  namespace: string
  /** Of the Job; default that of the migrations. */
  name?: string
  /** Exec form, run in the backend's image. */
  command: string[]
  /** The Secret that it reads instead of the release's own, which changes only once all is proven. */
  secret: { name: string; insteadOf: string }
  /** A variable besides, from a key of that Secret. */
  adds?: { variable: string; key: string }
}

export const migrationName = (release: string): string => `${release}-backend-migrate`

const patienceSeconds = 1800
const keptSeconds = 3600

/**
 * The backend's own pod, run once with another command: the same image, variables, user and limits. Its ConfigMap's
 * values stand in it, because the new ConfigMap comes with the release, after the migrations.
 */
export function migrationJob(manifests: Manifest[], migration: Migration): Manifest | undefined {
  const { release, namespace } = migration
  const deployment = manifests.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === `${release}-backend`,
  )
  const pod = (deployment?.spec?.['template'] as { spec?: PodSpec } | undefined)?.spec
  if (!pod?.containers[0]) return undefined
  const labels = {
    'app.kubernetes.io/managed-by': 'k8sdeploy',
    'app.kubernetes.io/instance': release,
    'app.kubernetes.io/component': 'migrate',
  }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: migration.name ?? migrationName(release), namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: patienceSeconds,
      ttlSecondsAfterFinished: keptSeconds,
      template: { metadata: { labels }, spec: podOf(pod, manifests, migration) },
    },
  }
}

/** The release's ServiceAccount may not be there yet; no token is needed. */
function podOf(
  { serviceAccountName: _, containers, ...pod }: PodSpec,
  manifests: Manifest[],
  migration: Migration,
) {
  return { ...pod, restartPolicy: 'Never', containers: [containerOf(containers[0]!, manifests, migration)] }
}

function containerOf(container: Container, manifests: Manifest[], migration: Migration): Container {
  const { command, secret, adds } = migration
  const {
    ports,
    startupProbe,
    readinessProbe,
    livenessProbe,
    lifecycle,
    envFrom = [],
    env = [],
    ...rest
  } = container
  const names = envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? [])
  const data = manifests.filter(({ kind, metadata }) => kind === 'ConfigMap' && names.includes(metadata.name))
  const values = data.flatMap(({ data: pairs = {} }) =>
    Object.entries(pairs).map(([name, value]) => ({ name, value })),
  )
  const added = adds ? [fromSecret(adds.variable, secret.name, adds.key)] : []
  const own = [...values, ...env].filter(({ name }) => name !== adds?.variable)
  const [program, ...args] = command
  const variables = [...own.map((variable) => redirected(variable, secret)), ...added]
  return { ...rest, name: 'migrate', command: [program], args, env: variables }
}

const fromSecret = (variable: string, name: string, key: string): Variable => ({
  name: variable,
  valueFrom: { secretKeyRef: { name, key } },
})

function redirected(variable: Variable, { name, insteadOf }: Migration['secret']): Variable {
  const ref = variable.valueFrom?.secretKeyRef
  return ref?.name === insteadOf ? fromSecret(variable.name, name, ref.key) : variable
}
