import type { Change, Store } from '../store.ts'
import { createWorkQueue } from './work-queue.ts'

/** Drives one kind towards its spec. Keys are `namespace/name`, or whatever `keysOf` makes of a change. */
export type Controller = {
  name: string
  keysOf(change: Change): string[]
  reconcile(key: string): number | undefined
}

export function startControllers(
  store: Store,
  controllers: Controller[],
  onError: (where: string, error: unknown) => void,
): () => void {
  const running = controllers.map((controller) => ({
    controller,
    queue: createWorkQueue(
      (key) => controller.reconcile(key),
      (key, error) => onError(`${controller.name} ${key}`, error),
    ),
  }))
  const unsubscribe = store.subscribe((change) => {
    for (const { controller, queue } of running) for (const key of controller.keysOf(change)) queue.add(key)
  })
  return () => {
    unsubscribe()
    for (const { queue } of running) queue.stop()
  }
}

export const keyOf = (object: { metadata?: { namespace?: string; name?: string } }): string =>
  `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`

export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/')
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

/** Is the change about this kind? */
export const isAbout = (change: Change, group: string, resource: string): boolean =>
  change.resource.group === group && change.resource.resource === resource

/** `namespace/name` of the controlling owner of this kind, for requeueing it when one of its own changes. */
export function ownerKeys(change: Change, kind: string): string[] {
  const owner = change.object.metadata?.ownerReferences?.find((one) => one.controller && one.kind === kind)
  return owner ? [`${change.object.metadata?.namespace ?? ''}/${owner.name}`] : []
}
