import type { Resource, Store, StoredObject } from '../store.ts'
import { type Controller, isAbout } from './controller.ts'
import { keyOf } from './garbage.ts'

const certificateMap = 'kube-root-ca.crt'

/** Furnishes a new namespace (ServiceAccount, root certificate), and empties one that is going. Keys are names. */
export function namespaceController(store: Store, resources: Resource[], certificate: string): Controller {
  const contents = (namespace: string) =>
    resources
      .filter((resource) => resource.namespaced && !resource.createOnly)
      .flatMap((resource) =>
        store.list(resource.group, resource.resource, namespace).map((object) => ({ resource, object })),
      )

  function furnish(namespace: string): void {
    const missing = (resource: string, name: string) => !store.get({ group: '', resource, namespace, name })
    if (missing('serviceaccounts', 'default')) {
      store.create('', 'serviceaccounts', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
      })
    }
    if (missing('configmaps', certificateMap)) {
      const metadata = { name: certificateMap, namespace }
      store.create('', 'configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { 'ca.crt': certificate },
      })
    }
  }

  function empty(namespace: StoredObject, name: string): void {
    const left = contents(name)
    for (const { resource, object } of left) {
      if (!object.metadata?.deletionTimestamp)
        store.remove(keyOf(resource, object), { propagation: 'Background' })
    }
    if (contents(name).length > 0) return
    const fresh = store.get({ group: '', resource: 'namespaces', name }) ?? namespace
    store.update('', 'namespaces', { ...fresh, spec: { ...fresh.spec, finalizers: [] } })
  }

  return {
    name: 'namespace',
    keysOf: (change) => {
      if (isAbout(change, '', 'namespaces')) return [change.object.metadata?.name ?? '']
      const inside = change.object.metadata?.namespace
      const isFurniture = change.type === 'DELETED' && isAbout(change, '', 'serviceaccounts')
      if (!inside || (change.type !== 'DELETED' && !isLeaving(store, inside))) return []
      return isFurniture || isLeaving(store, inside) ? [inside] : []
    },
    reconcile: (name) => {
      const namespace = store.get({ group: '', resource: 'namespaces', name })
      if (!namespace) return undefined
      if (namespace.metadata?.deletionTimestamp) empty(namespace, name)
      else furnish(name)
      return undefined
    },
  }
}

const isLeaving = (store: Store, name: string): boolean =>
  store.get({ group: '', resource: 'namespaces', name })?.metadata?.deletionTimestamp !== undefined
