import { joinPath } from '../chart/field-path.ts'
import { isMap } from '../chart/is-map.ts'
import { isOurs, type ManagedObject, managersOf } from './other-writers.ts'

/** Who has written an object as a whole (a restored backup) owns all its defaults too. */
const mostAdditions = 8
const scalers = ['scale', 'status']

/** What others than helm and Kubernetes’ own controllers have set in an object, and the release does not name. */
export const findAdditions = (object: ManagedObject, released: object): { path: string; manager: string }[] =>
  managersOf(object)
    .filter(
      (one) => !isOurs(one) && !/^kube-/.test(one.manager ?? '') && !scalers.includes(one.subresource ?? ''),
    )
    .flatMap(({ manager = '', fieldsV1 }) => {
      const paths = unnamed('', withoutRestart(fieldsV1), { released, live: object })
      const own = paths.filter((path) => /^(spec|data)\./.test(path))
      return own.length > mostAdditions ? [] : own.map((path) => ({ path, manager }))
    })

const isEmpty = (fields: unknown): boolean =>
  !isMap(fields) || Object.keys(fields).every((key) => key === '.')

/** Without the trace of `kubectl rollout restart`, and what held nothing else. */
const withoutRestart = (fields: unknown): unknown => {
  if (!isMap(fields)) return fields
  const kept = Object.entries(fields)
    .filter(([key]) => key !== 'f:kubectl.kubernetes.io/restartedAt')
    .map(([key, child]) => ({ key, child, left: withoutRestart(child) }))
    .filter(({ child, left }) => isEmpty(child) || !isEmpty(left))
  return Object.fromEntries(kept.map(({ key, left }) => [key, left]))
}

type Compared = { released: unknown; live: unknown }

/** The topmost paths of a tree of owned fields that the release does not have. */
const unnamed = (path: string, fields: unknown, { released, live }: Compared): string[] =>
  Object.entries(isMap(fields) ? fields : {}).flatMap(([key, child]) => {
    if (key.startsWith('f:')) {
      const name = key.slice(2)
      const place = joinPath(path, name)
      const isNamed = isMap(released) && name in released
      return isNamed ? unnamed(place, child, { released: released[name], live: inside(live, name) }) : [place]
    }
    if (!key.startsWith('k:')) return []
    const wanted = JSON.parse(key.slice(2)) as Record<string, unknown>
    const [ours, theirs] = [released, live].map((list) => itemOf(list, wanted))
    const place = `${path}[${inside(theirs, 'name') ?? Object.values(wanted)[0]}]`
    return ours ? unnamed(place, child, { released: ours, live: theirs }) : [place]
  })

const inside = (value: unknown, name: string): unknown => (isMap(value) ? value[name] : undefined)

const itemOf = (list: unknown, wanted: Record<string, unknown>): unknown =>
  Array.isArray(list) ? list.find((one) => hasKey(one, wanted)) : undefined

/** What a release leaves to a default (`protocol: TCP`) is part of the key all the same. */
const hasKey = (item: unknown, wanted: Record<string, unknown>): boolean =>
  isMap(item) && Object.entries(wanted).every(([key, value]) => (item[key] ?? value) === value)
