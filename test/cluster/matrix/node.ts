import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const script = new URL('../nodes', import.meta.url).pathname
const run = promisify(execFile)
const nodes = async (...args: string[]) => {
  await run('bash', [script, ...args])
}

/** A further node of the test cluster, with `cpu` thousandths of a core for pods that tolerate its taint. */
export const addNode = (name: string, cpu = 2000) => nodes('add', name, String(cpu))
export const removeNode = (name: string) => nodes('remove', name)
/** Its kubelet falls silent; what runs there runs on. */
export const silence = (name: string) => nodes('stop', name)

export const nodeKey = 'k8sdeploy-test/node'
const toleration = `{key: ${nodeKey}, operator: Exists}`

/** Part of a pod's spec: only these nodes will do. */
export const only = (...names: string[]): string[] => [
  `tolerations: [${toleration}]`,
  `affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: ${nodeKey}, operator: In, values: [${names.join(', ')}]}]}]}}}`,
]
