import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { DeployError } from '../errors.ts'
import type { Cluster, ReleaseRecord } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

type Stored = {
  name?: string
  namespace?: string
  version?: number
  manifest?: string
  apply_method?: string
  config?: Record<string, unknown> | null
  info?: { status?: string; last_deployed?: string; description?: string }
  chart?: {
    metadata?: { name?: string; version?: string; appVersion?: string }
    values?: Record<string, unknown> | null
  }
}

const statuses: readonly string[] = [
  'deployed',
  'failed',
  'superseded',
  'uninstalled',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
]
const unzip = promisify(gunzip)

/** helm's own records, newest revision first. */
export async function fetchReleases(
  cluster: Cluster,
  namespace: string,
  release?: string,
  signal?: AbortSignal,
): Promise<ReleaseRecord[]> {
  const labelSelector = release === undefined ? 'owner=helm' : `owner=helm,name=${release}`
  const secrets = await cluster.listAny(
    { apiVersion: 'v1', kind: 'Secret', namespace, labelSelector },
    signal,
  )
  const records = await Promise.all(secrets.map(readRelease))
  return records.filter((record) => record !== undefined).sort((a, b) => b.revision - a.revision)
}

/** A release Secret holds base64 (the API's) of base64 (helm's) of gzip of JSON. */
export async function readRelease(secret: KubeObject): Promise<ReleaseRecord | undefined> {
  const packed = (secret as { data?: Record<string, string> }).data?.release
  if (packed === undefined) return undefined
  const inner = Buffer.from(Buffer.from(packed, 'base64').toString('latin1'), 'base64')
  try {
    const isZipped = inner[0] === 0x1f && inner[1] === 0x8b
    return recordOf(JSON.parse((isZipped ? await unzip(inner) : inner).toString('utf8')) as Stored)
  } catch (cause) {
    throw new DeployError(
      'HELM_FAILED',
      `the release record ${secret.metadata?.name} in namespace ${secret.metadata?.namespace} cannot be read`,
      {
        hint: 'it was damaged or written by something else; look at it before removing it',
        next: [`helm history ${secret.metadata?.labels?.name ?? ''} -n ${secret.metadata?.namespace ?? ''}`],
        cause,
      },
    )
  }
}

function recordOf(stored: Stored): ReleaseRecord {
  const { metadata, values } = stored.chart ?? {}
  const status = stored.info?.status ?? 'unknown'
  return {
    name: stored.name ?? '',
    namespace: stored.namespace ?? '',
    revision: stored.version ?? 0,
    status: (statuses.includes(status) ? status : 'unknown') as ReleaseRecord['status'],
    updated: stored.info?.last_deployed ?? '',
    description: stored.info?.description ?? '',
    chart: {
      name: metadata?.name ?? '',
      version: metadata?.version ?? '',
      appVersion: metadata?.appVersion ?? '',
      values: values ?? {},
    },
    config: stored.config ?? {},
    manifest: stored.manifest ?? '',
    isServerSide: stored.apply_method === 'ssa',
  }
}
