import type { Store, StoredObject } from '../store.ts'
import type { Container, Metadata, Pod, PodTemplate } from './objects.ts'
import { randomSuffix } from './random-suffix.ts'

/** Rehearsed faults travel with the pod, so that everything that looks at it can tell. */
export const faultAnnotation = 'sandbox.k8sdeploy.dev/fault'

type Owner = StoredObject & { metadata: Metadata }

/** A pod of this template, owned by its controller, as the API server would have completed it. */
export function newPod(store: Store, owner: Owner, template: PodTemplate, fault: string | undefined): Pod {
  const { name, namespace, uid } = owner.metadata
  const annotations = { ...template.metadata?.annotations, ...(fault ? { [faultAnnotation]: fault } : {}) }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: freeName(store, namespace, name),
      generateName: `${name}-`,
      namespace,
      labels: { ...template.metadata?.labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [
        {
          apiVersion: owner.apiVersion ?? '',
          kind: owner.kind ?? '',
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      serviceAccountName: 'default',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      ...template.spec,
    },
    status: { phase: 'Pending', qosClass: qosClass(template.spec.containers) },
  } as unknown as Pod
}

/** Among thousands of pods two suffixes do meet. */
function freeName(store: Store, namespace: string, owner: string): string {
  const name = `${owner}-${randomSuffix()}`
  const isTaken = store.get({ group: '', resource: 'pods', namespace, name }) !== undefined
  return isTaken ? freeName(store, namespace, owner) : name
}

function qosClass(containers: Container[]): string {
  const asked = containers.flatMap(({ resources }) => [
    resources?.requests?.['cpu'],
    resources?.requests?.['memory'],
    resources?.limits?.['cpu'],
    resources?.limits?.['memory'],
  ])
  if (asked.every((one) => one === undefined)) return 'BestEffort'
  const guaranteed = containers.every(({ resources }) =>
    ['cpu', 'memory'].every((name) => {
      const limit = resources?.limits?.[name]
      return limit !== undefined && (resources?.requests?.[name] ?? limit) === limit
    }),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
