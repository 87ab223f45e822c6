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
