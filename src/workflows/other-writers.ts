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

/** helm calls itself as its program file is called; `k8sdeploy` applies what helm does not. */
export const isOurs = ({ manager = '' }: FieldManager): boolean => /^(helm|k8sdeploy)/i.test(manager)

export const managersOf = (object: ManagedObject | undefined): FieldManager[] =>
  object?.metadata?.managedFields ?? []

const restartOnly = JSON.stringify({
  'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } },
})

/** Without what only says that a parent is owned too. */
const withoutDots = (fields: object): string =>
  JSON.stringify(fields, (key, value) => (key === '.' ? undefined : value))

const writesTemplate = ({ subresource, fieldsV1 }: FieldManager): boolean => {
  const { 'f:spec': spec } = (fieldsV1 ?? {}) as { 'f:spec'?: { 'f:template'?: object } }
  const template = spec?.['f:template']
  return !subresource && template !== undefined && withoutDots(template) !== restartOnly
}

const templateWriters = (object: ManagedObject | undefined): FieldManager[] =>
  managersOf(object).filter((one) => !isOurs(one) && writesTemplate(one))

/**
 * The field manager, other than helm, that has written to the pod template between two looks at a Deployment;
 * a mere `kubectl rollout restart` does not count.
 */
export const findOtherWriter = (
  before: ManagedObject | undefined,
  after: ManagedObject,
): string | undefined => {
  const known = new Set(templateWriters(before).map((one) => JSON.stringify(one)))
  return templateWriters(after).find((one) => !known.has(JSON.stringify(one)))?.manager
}
