import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

export type NamespaceObject = KubeObject & {
  status?: { phase?: string; conditions?: { type: string; status: string; message?: string }[] }
}
type ServiceObject = KubeObject & { spec?: { ports?: { nodePort?: number }[] } }

/** True when the namespace has yet to be made; refuses one that is on its way out. */
export async function checkNamespace(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await cluster.get<NamespaceObject>(
    { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    signal,
  )
  if (!found) return true
  if (found.status?.phase !== 'Terminating') return false
  const blocked = whatRemains(found)
  throw new DeployError('CLUSTER_UNREACHABLE', `the namespace ${namespace} is being deleted`, {
    evidence: blocked.length > 0 ? blocked : [`Namespace ${namespace} has phase Terminating`],
    hint: 'wait until it is gone, or choose another with --namespace',
    state: 'nothing was changed',
  })
}

/** Finalizers, and kinds that cannot be listed: why a namespace is still there, in its controller's words. */
export const whatRemains = ({ status }: NamespaceObject): string[] =>
  (status?.conditions ?? []).flatMap(({ status: is, message }) => (is === 'True' && message ? [message] : []))

/** Refuses a NodePort that a Service of somebody else holds: helm would find out only half-way through. */
export async function checkNodePorts(
  config: Config,
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const wanted = [config.frontend, config.backend].filter(
    ({ service }) => service.type === 'NodePort' && service.nodePort,
  )
  if (wanted.length === 0) return
  const services = (await cluster.listAny({ apiVersion: 'v1', kind: 'Service' }, signal)) as ServiceObject[]
  for (const { role, service } of wanted) {
    const own = `${namespace}/${config.name}-${role}`
    const holder = services.find(
      (other) =>
        fullName(other) !== own && other.spec?.ports?.some(({ nodePort }) => nodePort === service.nodePort),
    )
    if (holder) throw nodePortTaken(role, service.nodePort!, fullName(holder))
  }
}

const fullName = ({ metadata }: KubeObject) => `${metadata?.namespace}/${metadata?.name}`

const nodePortTaken = (role: string, port: number, holder: string) =>
  new DeployError('CONFIG_INVALID', `NodePort ${port} is taken by the Service ${holder}`, {
    evidence: [
      `${role}.service.nodePort in k8sdeploy.yaml is ${port}; a NodePort belongs to one Service of the whole cluster`,
    ],
    hint: `choose another between 30000 and 32767 for ${role}.service.nodePort, or remove that Service`,
    state: 'nothing was changed',
  })
