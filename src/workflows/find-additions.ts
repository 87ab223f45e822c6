import { isRecord } from './field-owners.ts'
import { isOurs, type ManagedObject, managersOf } from './other-writers.ts'

const scalers = ['scale', 'status']

/** What others than helm and Kubernetes’ own controllers have set in an object, and the release does not name. */
export const findAdditions = (object: ManagedObject, released: object): { path: string; manager: string }[] =>
  managersOf(object)
    .filter(
      (one) => !isOurs(one) && !/^kube-/.test(one.manager ?? '') && !scalers.includes(one.subresource ?? ''),
    )
    .flatMap(({ manager = '', fieldsV1 }) =>
      unnamed('', withoutRestart(fieldsV1), released)
        .filter((path) => /^(spec|data)\./.test(path))
        .map((path) => ({ path, manager })),
    )

const isEmpty = (fields: unknown): boolean =>
  !isRecord(fields) || Object.keys(fields).every((key) => key === '.')

/** Without the trace of `kubectl rollout restart`, and what held nothing else. */
const withoutRestart = (fields: unknown): unknown => {
  if (!isRecord(fields)) return fields
  const kept = Object.entries(fields)
    .filter(([key]) => key !== 'f:kubectl.kubernetes.io/restartedAt')
    .map(([key, child]) => ({ key, child, left: withoutRestart(child) }))
    .filter(({ child, left }) => isEmpty(child) || !isEmpty(left))
  return Object.fromEntries(kept.map(({ key, left }) => [key, left]))
}

/** The topmost paths of a tree of owned fields that the release does not have. */
const unnamed = (path: string, fields: unknown, released: unknown): string[] =>
  Object.entries(isRecord(fields) ? fields : {}).flatMap(([key, child]) => {
    if (key.startsWith('f:')) {
      const name = key.slice(2)
      const place = join(path, name)
      return isRecord(released) && name in released ? unnamed(place, child, released[name]) : [place]
    }
    if (!key.startsWith('k:')) return []
    const wanted = JSON.parse(key.slice(2)) as Record<string, unknown>
    const item = Array.isArray(released) ? released.find((one) => hasKey(one, wanted)) : undefined
    const place = `${path}[${Object.values(wanted)[0]}]`
    return item ? unnamed(place, child, item) : [place]
  })

/** What a release leaves to a default (`protocol: TCP`) is part of the key all the same. */
const hasKey = (item: unknown, wanted: Record<string, unknown>): boolean =>
  isRecord(item) && Object.entries(wanted).every(([key, value]) => (item[key] ?? value) === value)

const join = (path: string, key: string): string =>
  path === '' ? key : `${path}.${/[./]/.test(key) ? `"${key}"` : key}`
