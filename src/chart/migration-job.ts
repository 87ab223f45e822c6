import type { Manifest } from './read-manifests.ts'

type Container = {
  name: string
  image: string
  env?: { name: string }[]
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
  /** Overrides a variable by a key of another Secret: the database's direct address instead of the pooled one. */
  direct?: { variable: string; secret: string; key: string }
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

function containerOf(container: Container, manifests: Manifest[], { command, direct }: Migration): Container {
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
  const own = [...values, ...env].filter(({ name }) => name !== direct?.variable)
  const [program, ...args] = command
  return { ...rest, name: 'migrate', command: [program], args, env: [...own, ...directVariable(direct)] }
}

const directVariable = (direct: Migration['direct']) =>
  direct
    ? [{ name: direct.variable, valueFrom: { secretKeyRef: { name: direct.secret, key: direct.key } } }]
    : []
