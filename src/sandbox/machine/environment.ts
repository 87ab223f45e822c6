import type { Container, EnvFrom, EnvVar, KeyRef, Pod } from '../controllers/objects.ts'
import type { Store, StoredObject } from '../store.ts'
import { expandVariables } from './expand-variables.ts'

/** The pod's own variables, or the kubelet's words for what is missing. */
export type Environment = { env: Record<string, string> } | { missing: string }

type Kind = {
  resource: 'configmaps' | 'secrets'
  word: string
  data(object: StoredObject): Record<string, string>
}

const configMap: Kind = {
  resource: 'configmaps',
  word: 'configmap',
  data: (object) => (object['data'] ?? {}) as Record<string, string>,
}
const secret: Kind = {
  resource: 'secrets',
  word: 'secret',
  data: (object) =>
    Object.fromEntries(
      Object.entries((object['data'] ?? {}) as Record<string, string>).map(([key, value]) => [
        key,
        Buffer.from(value, 'base64').toString(),
      ]),
    ),
}

class Missing extends Error {}

export function resolveEnvironment(store: Store, pod: Pod, container: Container): Environment {
  try {
    const env: Record<string, string> = {}
    for (const source of container.envFrom ?? []) Object.assign(env, valuesFrom(store, pod, source))
    for (const variable of container.env ?? []) {
      const value = variableValue(store, pod, container, variable, env)
      if (value !== undefined) env[variable.name] = value
    }
    return { env }
  } catch (error) {
    if (error instanceof Missing) return { missing: error.message }
    throw error
  }
}

function valuesFrom(
  store: Store,
  pod: Pod,
  { prefix = '', configMapRef, secretRef }: EnvFrom,
): Record<string, string> {
  const ref = configMapRef ?? secretRef
  if (!ref) return {}
  const data = dataOf(store, pod, configMapRef ? configMap : secret, ref.name, ref.optional)
  return Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [prefix + key, value]))
}

function variableValue(
  store: Store,
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  known: Record<string, string>,
): string | undefined {
  if (!valueFrom) return expandVariables(value ?? '', known)
  if (valueFrom.configMapKeyRef) return keyOf(store, pod, configMap, valueFrom.configMapKeyRef)
  if (valueFrom.secretKeyRef) return keyOf(store, pod, secret, valueFrom.secretKeyRef)
  if (valueFrom.fieldRef) return fieldOf(pod, valueFrom.fieldRef.fieldPath)
  const [kind = '', name = ''] = valueFrom.resourceFieldRef?.resource.split('.') ?? []
  return container.resources?.[kind as 'limits' | 'requests']?.[name] ?? '0'
}

function keyOf(store: Store, pod: Pod, kind: Kind, { name, key, optional }: KeyRef): string | undefined {
  const data = dataOf(store, pod, kind, name, optional)
  if (data === undefined || key in data) return data?.[key]
  if (optional) return undefined
  const owner = kind === secret ? 'Secret' : 'ConfigMap'
  throw new Missing(`couldn't find key ${key} in ${owner} ${pod.metadata.namespace}/${name}`)
}

function dataOf(
  store: Store,
  pod: Pod,
  kind: Kind,
  name: string,
  optional = false,
): Record<string, string> | undefined {
  const object = store.get({ group: '', resource: kind.resource, namespace: pod.metadata.namespace, name })
  if (object) return kind.data(object)
  if (optional) return undefined
  throw new Missing(`${kind.word} "${name}" not found`)
}

/** The downward API, as far as it makes sense for a process on this machine. */
function fieldOf({ metadata, spec, status }: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path)
  if (keyed) return metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? ''
  const fields: Record<string, string | undefined> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.podIP': status?.podIP,
    'status.podIPs': status?.podIP,
    'status.hostIP': '127.0.0.1',
  }
  return fields[path] ?? ''
}
