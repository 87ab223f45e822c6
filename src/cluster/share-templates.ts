import type { KubeObject } from '../rollout/kube.ts'

type Parts = Record<string, unknown>
type Container = Parts & { volumeMounts?: Parts[] }
type Spec = Parts & { containers?: Container[]; initContainers?: Container[]; volumes?: Parts[] }

const generationSize = 1000
let young = new Map<string, object>()
let old = young

/** The first of equal values, frozen. What nobody gives any more is forgotten. */
function canon(value: object): object {
  const key = JSON.stringify(value)
  const first = young.get(key) ?? old.get(key) ?? Object.freeze(value)
  if (young.size >= generationSize) {
    old = young
    young = new Map()
  }
  young.set(key, first)
  return first
}

/**
 * Thousands of pods say the words of their template once more each. Equal parts of them become one part, in place: a
 * pod is as whole as before, and takes a third of the memory.
 */
export function shareTemplates<T extends KubeObject>(object: T): T {
  if (object.kind !== 'Pod') return object
  const { metadata, spec } = object as { metadata?: Parts; spec?: Spec }
  shareContainers(spec?.initContainers)
  shareContainers(spec?.containers)
  shareParts(spec?.volumes)
  shareParts(spec, ['initContainers', 'containers'])
  shareParts(metadata)
  return object
}

function shareContainers(containers: Container[] = []): void {
  if (Object.isFrozen(containers)) return
  for (const [index, container] of containers.entries()) {
    shareParts(container.volumeMounts)
    shareParts(container)
    containers[index] = canon(container) as Container
  }
}

function shareParts(whole: Parts | Parts[] | undefined, except: string[] = []): void {
  if (!whole || Object.isFrozen(whole)) return
  const parts = whole as Parts
  for (const [name, part] of Object.entries(parts))
    if (typeof part === 'object' && part !== null && !except.includes(name)) parts[name] = canon(part)
}
