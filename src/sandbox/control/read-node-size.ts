import { machineSize, type NodeSize } from '../controllers/node.ts'

/** `K8SDEPLOY_SANDBOX_NODE=cpu=64,memory=256Gi,pods=10000`: pretend another machine, for rehearsals of scale. */
export function readNodeSize(env: Record<string, string | undefined>): NodeSize | undefined {
  const text = env['K8SDEPLOY_SANDBOX_NODE']
  if (!text) return undefined
  const pairs = text.split(',').map((pair) => pair.split('='))
  return { ...machineSize(), ...(Object.fromEntries(pairs) as Partial<NodeSize>) }
}
