import type { KubeObject } from '../rollout/kube.ts'

/** One entry of `metadata.managedFields`: who wrote which fields, and when for the last time, to a second. */
type FieldManager = {
  manager?: string
  operation?: string
  subresource?: string
  time?: string
  fieldsV1?: object
}

export type ManagedObject = KubeObject & { metadata?: { managedFields?: FieldManager[] } }

/** helm writes under this name whatever its program file is called; `k8sdeploy` applies what helm does not. */
export const isOurs = ({ manager = '' }: FieldManager): boolean => /^(helm|k8sdeploy)$/.test(manager)

export const managersOf = (object: ManagedObject | undefined): FieldManager[] =>
  object?.metadata?.managedFields ?? []

/** What is written there changes which pods run, but not what runs in them: a restart, the trace of a controller that reloads. */
const changesNothing = (path: string): boolean => /\bf:annotations\b|STAKATER_/.test(path)

const leavesOf = (fields: unknown, path: string): string[] => {
  const children = Object.entries(fields ?? {}).filter(([key]) => key !== '.')
  return children.length === 0
    ? [path]
    : children.flatMap(([key, child]) => leavesOf(child, `${path} ${key}`))
}

/** Who wrote what in the pod template, and when: `kubectl-set f:spec f:containers …`. */
const templateWrites = (object: ManagedObject | undefined) =>
  managersOf(object)
    .filter((one) => !isOurs(one) && !one.subresource)
    .flatMap(({ manager = '', time = '', fieldsV1 }) => {
      const { 'f:spec': spec } = (fieldsV1 ?? {}) as { 'f:spec'?: { 'f:template'?: object } }
      const template = spec?.['f:template']
      const paths = template ? leavesOf(template, '').filter((path) => !changesNothing(path)) : []
      return paths.map((path) => ({ manager, time, path }))
    })

/**
 * The field manager, other than helm, that has written to the pod template between two looks at a Deployment. Who only
 * lost fields has written nothing: the rest keeps its time.
 */
export const findOtherWriter = (
  before: ManagedObject | undefined,
  after: ManagedObject,
): string | undefined => {
  const known = new Set(templateWrites(before).map(({ manager, time, path }) => `${manager} ${time} ${path}`))
  return templateWrites(after).find(({ manager, time, path }) => !known.has(`${manager} ${time} ${path}`))
    ?.manager
}
