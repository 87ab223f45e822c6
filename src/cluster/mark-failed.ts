import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { DeployError } from '../errors.ts'
import type { Cluster, ReleaseRecord } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

type ReleaseSecret = KubeObject & { data?: Record<string, string> }

const unzip = promisify(gunzip)
const zip = promisify(gzip)
const description = 'interrupted; recorded as failed by k8sdeploy'

/** Writes into helm's record of a revision what helm had no time to write. Nothing else in it changes. */
export async function markFailed(
  cluster: Cluster,
  { name, namespace, revision, status }: ReleaseRecord,
): Promise<boolean> {
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, name: `sh.helm.release.v1.${name}.v${revision}` }
  const secret = await cluster.get<ReleaseSecret>(ref)
  if (!secret?.data?.['release'] || secret.metadata?.labels?.['status'] !== status) return false
  const metadata = { ...secret.metadata, labels: { ...secret.metadata.labels, status: 'failed' } }
  const release = await failed(secret.data['release'], status)
  return (
    (await cluster.replace({ ...secret, ...ref, metadata, data: { ...secret.data, release } })) !== undefined
  )
}

async function failed(packed: string, status: string): Promise<string> {
  const inner = Buffer.from(Buffer.from(packed, 'base64').toString('latin1'), 'base64')
  const changed = failedText((await unzip(inner)).toString('utf8'), status)
  return Buffer.from((await zip(changed)).toString('base64')).toString('base64')
}

const unreadable = new DeployError('HELM_FAILED', 'the release record does not look as helm writes it', {
  hint: 'nothing was changed; repair the release with helm itself',
})

/** As text, because a number that Go wrote may not survive JavaScript's. */
export function failedText(text: string, status: string): string {
  const info = /"info":\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/.exec(text)
  if (!info) throw unreadable
  const changed = info[0]
    .replace(`"status":${JSON.stringify(status)}`, '"status":"failed"')
    .replace(/"description":"(?:[^"\\]|\\.)*"/, `"description":${JSON.stringify(description)}`)
  return `${text.slice(0, info.index)}${changed}${text.slice(info.index + info[0].length)}`
}
