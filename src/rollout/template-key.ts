const hashLabel = 'pod-template-hash'

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([key, one]) => one !== undefined && key !== hashLabel)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  )
}

/** Equal for a Deployment's template and that of the ReplicaSet made from it: the label that only the latter has is left out. */
export const templateKey = (template: unknown): string => {
  const { metadata, spec } = (template ?? {}) as { metadata?: object; spec?: object }
  const { labels, annotations } = (metadata ?? {}) as { labels?: object; annotations?: object }
  return JSON.stringify(sorted({ labels: labels ?? {}, annotations: annotations ?? {}, spec: spec ?? {} }))
}

const restartedAt = 'kubectl.kubernetes.io/restartedAt'

/** What `kubectl rollout restart` leaves in a template changes nothing of what runs. */
export const withoutRestart = (key: string): string => {
  const { annotations, ...rest } = JSON.parse(key) as { annotations: Record<string, string> }
  const { [restartedAt]: _, ...others } = annotations
  return JSON.stringify({ ...rest, annotations: others })
}

export const templateImages = (key: string): string => {
  const { spec } = JSON.parse(key) as { spec: { containers?: { image?: string }[] } }
  return (spec.containers ?? []).map((one) => one.image ?? '').join(', ')
}
