import type { StoredObject } from '../../store.ts'
import { type Call, type Reply, reply } from '../call.ts'
import { trackUpdate } from '../fields/track-update.ts'
import { dig, type Json, recordOf } from '../json.ts'
import { jsonPatch } from '../patch/json-patch.ts'
import { mergePatch } from '../patch/merge-patch.ts'
import { readBody, readPatch } from '../read-body.ts'
import { managerId } from './prepare.ts'
import { completeChange, findCurrent, save } from './update.ts'

/** The `scale` subresource: the number of replicas, whatever the kind. */
export function scale(call: Call): Reply {
  const current = findCurrent(call)
  const view = viewScale(current)
  if (call.method === 'GET') return reply(200, view)
  const wanted = recordOf(call.method === 'PUT' ? readBody(call) : patched(call, view))
  const replicas = Number(dig(wanted, 'spec', 'replicas') ?? 0)
  const resourceVersion = dig(wanted, 'metadata', 'resourceVersion')
  const changed = {
    ...current,
    metadata: { ...current.metadata, resourceVersion },
    spec: { ...current.spec, replicas },
  } as StoredObject
  const complete = completeChange({ ...call, subresource: '' }, current, changed)
  const owned = trackUpdate(current, complete, managerId(call, 'Update'), call.now())
  return reply(200, viewScale(save(call, current, owned)))
}

const patched = (call: Call, view: Json): unknown =>
  call.contentType.startsWith('application/json-patch')
    ? jsonPatch(view, readPatch(call.body))
    : mergePatch(view, readPatch(call.body))

function viewScale({ metadata, spec, status }: StoredObject): Json {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata ?? {}
  const labels = Object.entries(recordOf(dig(spec, 'selector', 'matchLabels')))
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: spec?.replicas ? { replicas: spec.replicas } : {},
    status: {
      replicas: status?.replicas ?? 0,
      selector: labels.map(([key, value]) => `${key}=${value}`).join(','),
    },
  }
}
