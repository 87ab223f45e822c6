import type { Resource, Store } from '../store.ts'
import { startControllers } from './controller.ts'
import { deploymentController } from './deployment.ts'
import { endpointsController } from './endpoints.ts'
import type { EventRecorder } from './event-recorder.ts'
import { forgetOldEvents } from './forget-events.ts'
import { garbageController } from './garbage.ts'
import { jobController } from './job.ts'
import { namespaceController } from './namespace.ts'
import { type NodeSize, nodeObject } from './node.ts'
import { createOwnerIndex } from './owner-index.ts'
import { type FaultFor, replicaSetController } from './replica-set.ts'
import { schedulerController } from './scheduler.ts'

export type ControlPlane = {
  store: Store
  resources: Resource[]
  record: EventRecorder
  faultFor: FaultFor
  node: NodeSize
  version: string
  certificate: string
  onError: (where: string, error: unknown) => void
}

const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/** Starts every controller on an empty store, then puts in it what a fresh cluster holds. */
export function startControlPlane({
  store,
  resources,
  record,
  faultFor,
  node,
  version,
  certificate,
  onError,
}: ControlPlane): () => void {
  const index = createOwnerIndex(store)
  const stop = startControllers(
    store,
    [
      namespaceController(store, resources, certificate),
      deploymentController(store, index, record),
      replicaSetController(store, index, record, faultFor),
      jobController(store, index, record, faultFor),
      schedulerController(store, record),
      endpointsController(store, index),
      garbageController(store, index),
    ],
    onError,
  )
  const stopForgetting = forgetOldEvents(store)
  for (const name of namespaces) {
    if (store.get({ group: '', resource: 'namespaces', name })) continue
    store.create('', 'namespaces', newNamespace(name))
  }
  store.create('', 'nodes', nodeObject(node, version))
  return () => {
    stopForgetting()
    stop()
  }
}

const newNamespace = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
})
