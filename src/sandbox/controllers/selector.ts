import type { Selector } from './objects.ts'

type Labels = Record<string, string> | undefined

export const hasLabels = (labels: Labels, wanted: Record<string, string>): boolean =>
  Object.entries(wanted).every(([key, value]) => labels?.[key] === value)

export function matches(labels: Labels, selector: Selector | undefined): boolean {
  if (!selector) return false
  const expressions = selector.matchExpressions ?? []
  return (
    hasLabels(labels, selector.matchLabels ?? {}) && expressions.every((one) => meets(labels?.[one.key], one))
  )
}

function meets(
  value: string | undefined,
  { operator, values = [] }: { operator: string; values?: string[] },
): boolean {
  if (operator === 'Exists') return value !== undefined
  if (operator === 'DoesNotExist') return value === undefined
  if (operator === 'In') return value !== undefined && values.includes(value)
  return value === undefined || !values.includes(value)
}
