import type { V1NodeSelectorRequirement, V1NodeSelectorTerm } from '@kubernetes/client-node'
import type { NodeRoom, Taint } from './node-room.ts'
import type { Apart, Placement } from './read-placement.ts'

const holds = (
  { operator, values = [] }: Pick<V1NodeSelectorRequirement, 'operator' | 'values'>,
  value: string | undefined,
): boolean => {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return Number(value) > Number(values[0])
    case 'Lt':
      return Number(value) < Number(values[0])
    default:
      return true
  }
}

const view = ({ key, operator, values = [] }: V1NodeSelectorRequirement): string => {
  if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`
  return `${key} ${operator}${values.length > 0 ? ` ${values.join(', ')}` : ''}`
}

const unmet = (term: V1NodeSelectorTerm, { labels, name }: NodeRoom): string[] => [
  ...(term.matchExpressions ?? []).filter((one) => !holds(one, labels[one.key])).map(view),
  ...(term.matchFields ?? []).filter((one) => !holds(one, name)).map(view),
]

/** The wishes about labels that this node does not meet, in words. */
export const unmetWishes = ({ nodeSelector, nodeTerms, spreadBy }: Placement, room: NodeRoom): string[] => {
  const labels = [
    ...Object.entries(nodeSelector)
      .filter(([key, value]) => room.labels[key] !== value)
      .map(([key, value]) => `the node has no label ${key}=${value}`),
    ...spreadBy
      .filter((key) => room.labels[key] === undefined)
      .map((key) => `the node has no label ${key}, which its topologySpreadConstraints spread by`),
  ]
  const terms = nodeTerms.map((term) => unmet(term, room))
  const isMet = terms.length === 0 || terms.some((term) => term.length === 0)
  return isMet
    ? labels
    : [...labels, `its affinity asks for ${terms.map((term) => term.join(' and ')).join(', or ')}`]
}

export const viewMeant = ({ labels, expressions }: Apart): string =>
  [...Object.entries(labels).map(([key, value]) => `${key}=${value}`), ...expressions.map(view)].join(' and ')

/** Whether an affinity speaks of a pod with these labels. */
export const isMeant = ({ labels, expressions }: Apart, of: Record<string, string>): boolean =>
  Object.entries(labels).every(([key, value]) => of[key] === value) &&
  expressions.every((one) => holds(one, of[one.key]))

/** Taints that the pod does not tolerate. */
export const untolerated = ({ tolerations }: Pick<Placement, 'tolerations'>, { taints }: NodeRoom): Taint[] =>
  taints.filter(
    (taint) =>
      !tolerations.some(
        (one) =>
          (!one.key || one.key === taint.key) &&
          (!one.effect || one.effect === taint.effect) &&
          (one.operator === 'Exists' || (one.value ?? '') === taint.value),
      ),
  )

/** Taints that come and go with the life of a node, put on by Kubernetes, clouds, autoscalers and agents. */
export const isPassing = ({ key }: Taint): boolean =>
  /^node\.kubernetes\.io\/|cloudprovider|karpenter|autoscaler|uninitialized|agent-not-ready|startup|maintenance|drain|disrupt|upgrad/i.test(
    key,
  )
