import type { RolloutEvent } from './event.ts'
import { keep, keepEarliest, keepGrowing } from './keep.ts'
import type { Memory } from './memory.ts'
import { readContent } from './read-content.ts'
import { readDeployment } from './read-deployment.ts'
import { readEndpoints } from './read-endpoints.ts'
import { type EventFacts, readEvent } from './read-event.ts'
import { readJob } from './read-job.ts'
import { readMetadata } from './read-metadata.ts'
import { readPod } from './read-pod.ts'
import { readReplicaSet } from './read-replica-set.ts'
import { readService } from './read-service.ts'
import { rememberContainers } from './remember-containers.ts'
import { recount } from './tally.ts'

type ObjectEvent = Extract<RolloutEvent, { type: 'seen' | 'gone' }>

const rememberPod = (memory: Memory, event: Extract<ObjectEvent, { kind: 'Pod' }>): Memory => {
  const pod = readPod(event.object)
  return rememberContainers({ ...memory, pods: keepGrowing(memory.pods, pod) }, pod, event.at)
}

const rememberEvent = (memory: Memory, facts: EventFacts): Memory => {
  const known = memory.events.get(facts.about.uid) ?? new Map<string, EventFacts>()
  const kept = keep(known, facts)
  return kept === known ? memory : { ...memory, events: memory.events.with(facts.about.uid, kept) }
}

const rememberVersion = (memory: Memory, event: ObjectEvent): Memory => {
  switch (event.kind) {
    case 'Deployment':
      return { ...memory, deployments: keep(memory.deployments, readDeployment(event.object)) }
    case 'ReplicaSet':
      return { ...memory, replicaSets: keep(memory.replicaSets, readReplicaSet(event.object)) }
    case 'Pod':
      return rememberPod(memory, event)
    case 'Service':
      return { ...memory, services: keep(memory.services, readService(event.object)) }
    case 'EndpointSlice':
      return { ...memory, endpointSlices: keep(memory.endpointSlices, readEndpoints(event.object)) }
    case 'ConfigMap':
    case 'Secret':
      return { ...memory, contents: keep(memory.contents, readContent(event.kind, event.object)) }
    case 'Event':
      return rememberEvent(memory, readEvent(event.object))
    case 'Job':
      return { ...memory, jobs: keep(memory.jobs, readJob(event.object)) }
    default:
      return event satisfies never
  }
}

const instanceLabel = 'app.kubernetes.io/instance'
const releaseAnnotation = 'meta.helm.sh/release-name'

/** Another release's object in the same namespace. Without a release (`''`) all of the namespace belongs together. */
const isForeign = (release: string, event: ObjectEvent): boolean => {
  if (release === '') return false
  const { labels, annotations } = readMetadata(event.object)
  const instance = labels[instanceLabel] ?? annotations[releaseAnnotation]
  return instance !== undefined && instance !== release
}

const rememberGone = (memory: Memory, event: ObjectEvent): Memory =>
  event.type === 'seen'
    ? memory
    : { ...memory, gone: keepEarliest(memory.gone, readMetadata(event.object).uid, event.at) }

export const rememberObject = (memory: Memory, release: string, event: ObjectEvent): Memory => {
  // an Event expires after an hour; that says nothing about what it told
  if (isForeign(release, event) || (event.type === 'gone' && event.kind === 'Event')) return memory
  const known = rememberGone(rememberVersion(memory, event), event)
  return event.kind === 'Pod' ? recount(memory, known, readMetadata(event.object).uid) : known
}
