import type { PodSpec } from './objects.ts'
import { readQuantity } from './quantity.ts'

/** What a pod asks for: the sum of its containers, or the largest init container. */
export function podRequests(spec: PodSpec, kind: 'requests' | 'limits', name: string): number {
  const of = (container: PodSpec['containers'][number]) =>
    readQuantity(
      container.resources?.[kind]?.[name] ??
        (kind === 'requests' ? container.resources?.limits?.[name] : undefined),
    )
  const together = spec.containers.reduce((n, one) => n + of(one), 0)
  return Math.max(together, ...(spec.initContainers ?? []).map(of))
}
