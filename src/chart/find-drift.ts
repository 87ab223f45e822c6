import { readQuantity } from '../config/quantity.ts'
import { joinPath } from './field-path.ts'
import { isMap } from './is-map.ts'
import type { Manifest } from './read-manifests.ts'

/** A field that the release set and somebody has changed since. `live: undefined`: it is gone. */
export type Drift = { kind: string; name: string; path: string; released: unknown; live: unknown }

/** Where the cluster differs from what was released. Only fields that the release names are compared: defaults and status are the API server's. */
export function findDrift(released: Manifest, live: object | undefined): Drift[] {
  const { kind, metadata } = released
  const at = { kind, name: metadata.name }
  if (!live) return [{ ...at, path: '', released: kind, live: undefined }]
  const { apiVersion: _, kind: __, metadata: own, status: ___, ...fields } = released
  const labels = own.labels === undefined ? {} : { labels: own.labels }
  const named = { ...fields, metadata: { ...labels, ...ownAnnotations(own.annotations) } }
  return compare('', named, live).map((found) => ({ ...at, ...found }))
}

const ownAnnotations = (annotations: Record<string, string> | undefined) =>
  annotations ? { annotations } : {}

type Found = Pick<Drift, 'path' | 'released' | 'live'>

function compare(path: string, released: unknown, live: unknown): Found[] {
  if (Array.isArray(released)) return compareLists(path, released, live)
  if (isMap(released)) return compareMaps(path, released, live)
  return isSame(path, released, live) ? [] : [{ path, released, live }]
}

function compareMaps(path: string, released: Record<string, unknown>, live: unknown): Found[] {
  if (!isMap(live)) return isEmpty(released) ? [] : [{ path, released, live }]
  if (atomicMaps.test(path) && Object.keys(live).some((key) => !(key in released)))
    return [{ path, released, live }]
  return Object.entries(released).flatMap(([key, value]) => compare(joinPath(path, key), value, live[key]))
}

/** One more key makes another selector of them; the API server adds none. */
const atomicMaps = /(^|\.)(selector|nodeSelector|matchLabels)$/

/** Lists of named things are compared by name, others by place; one that grew is another one. */
function compareLists(path: string, released: unknown[], live: unknown): Found[] {
  const found = Array.isArray(live) ? live : []
  const isAtomic = [...released, ...found].some((one) => keyOf(one) === undefined)
  if (isAtomic && found.length > released.length) return [{ path, released, live }]
  if (hasTwins(released) || hasTwins(found)) return compareByPlace(path, released, found)
  const items = released.flatMap((item, index) => {
    const key = keyOf(item)
    const twin = key === undefined ? found[index] : found.find((one) => keyOf(one) === key)
    return compare(`${path}[${key ?? index}]`, item, twin)
  })
  const known = new Set(released.map(keyOf))
  const added = found.filter((one) => keyOf(one) !== undefined && !known.has(keyOf(one)))
  return [
    ...items,
    ...added.map((one) => ({ path: `${path}[${keyOf(one)}]`, released: undefined, live: one })),
  ]
}

/** A port of two protocols, a volume that is mounted twice. */
const hasTwins = (items: unknown[]): boolean => new Set(items.map(keyOf)).size < items.length

const compareByPlace = (path: string, released: unknown[], found: unknown[]): Found[] =>
  found.length > released.length
    ? [{ path, released, live: found }]
    : released.flatMap((item, index) => compare(`${path}[${index}]`, item, found[index]))

const keyOf = (item: unknown): string | undefined => {
  if (!isMap(item)) return undefined
  const key = item['name'] ?? item['mountPath'] ?? item['containerPort'] ?? item['port'] ?? item['type']
  return key === undefined ? undefined : String(key)
}

/** The API server leaves empty values out, fills in what is null, and writes quantities its own way. */
const isSame = (path: string, released: unknown, live: unknown): boolean =>
  released === live ||
  released === null ||
  ((released === '' || released === false || released === 0) && live === undefined) ||
  isSameYaml(released, live) ||
  (!plainText.test(path) && isSameQuantity(released, live))

/** `0644` and `yes` mean in helm’s YAML what they mean no more in that of today. */
const isSameYaml = (released: unknown, live: unknown): boolean =>
  typeof live === 'number'
    ? typeof released === 'number' && Number.parseInt(String(released), 8) === live
    : typeof live === 'boolean' && (live ? /^(yes|on|y)$/i : /^(no|off|n)$/i).test(String(released))

/** Where `1000m` and `1` are two words. */
const plainText = /^data\b|\.(env|args|command)\b|\.(annotations|labels)\./

const isSameQuantity = (released: unknown, live: unknown): boolean => {
  const [one, other] = [released, live].map((value) =>
    typeof value === 'string' || typeof value === 'number' ? readQuantity(String(value)) : undefined,
  )
  return one !== undefined && one === other
}

/** Nothing but empty maps, empty lists and nulls. */
const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).every(isEmpty))
