import { dig, type Json, recordOf } from '../json.ts'
import { defaultPodSpec } from './pod-spec.ts'

export function defaultTemplate(template: unknown): Json {
  const given = recordOf(template)
  return { ...given, metadata: recordOf(given.metadata), spec: defaultPodSpec(recordOf(given.spec)) }
}

const rolling = { maxUnavailable: '25%', maxSurge: '25%' }

export function defaultDeployment(spec: Json): Json {
  const strategy = recordOf(spec.strategy)
  const type = strategy.type ?? 'RollingUpdate'
  const rollingUpdate = { ...rolling, ...recordOf(strategy.rollingUpdate) }
  return {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    template: defaultTemplate(spec.template),
    strategy: type === 'RollingUpdate' ? { ...strategy, type, rollingUpdate } : { ...strategy, type },
  }
}

export const defaultReplicaSet = (spec: Json): Json => ({
  replicas: 1,
  ...spec,
  template: defaultTemplate(spec.template),
})

export function defaultStatefulSet(spec: Json): Json {
  const update = { type: 'RollingUpdate', ...recordOf(spec.updateStrategy) }
  const rollingUpdate = { partition: 0, ...recordOf(dig(update, 'rollingUpdate')) }
  return {
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    replicas: 1,
    revisionHistoryLimit: 10,
    serviceName: '',
    ...spec,
    updateStrategy: update.type === 'RollingUpdate' ? { ...update, rollingUpdate } : update,
    template: defaultTemplate(spec.template),
  }
}

export function defaultDaemonSet(spec: Json): Json {
  const update = { type: 'RollingUpdate', ...recordOf(spec.updateStrategy) }
  const rollingUpdate = { maxSurge: 0, maxUnavailable: 1, ...recordOf(dig(update, 'rollingUpdate')) }
  return {
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: update.type === 'RollingUpdate' ? { ...update, rollingUpdate } : update,
    template: defaultTemplate(spec.template),
  }
}

export function defaultJob(spec: Json): Json {
  const isParallel = spec.completions !== undefined || spec.parallelism !== undefined
  return {
    ...(isParallel ? {} : { completions: 1 }),
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    manualSelector: false,
    ...spec,
    template: defaultTemplate(spec.template),
  }
}

/** A Job finds its pods by its own uid, unless it was told to use a selector. */
export function selectJobPods(job: Json): Json {
  const spec = recordOf(job.spec)
  if (spec.manualSelector === true || spec.selector !== undefined) return job
  const metadata = recordOf(job.metadata)
  const uid = String(metadata.uid)
  const template = recordOf(spec.template)
  const owned = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': String(metadata.name),
    'controller-uid': uid,
    'job-name': String(metadata.name),
  }
  const labels = { ...recordOf(dig(template, 'metadata', 'labels')), ...owned }
  return {
    ...job,
    metadata: { ...metadata, labels: { ...recordOf(metadata.labels), ...labels } },
    spec: {
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...template, metadata: { ...recordOf(template.metadata), labels } },
    },
  }
}

export function defaultCronJob(spec: Json): Json {
  const template = recordOf(spec.jobTemplate)
  const job = recordOf(template.spec)
  return {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    ...spec,
    jobTemplate: {
      ...template,
      metadata: recordOf(template.metadata),
      spec: { ...job, template: defaultTemplate(job.template) },
    },
  }
}
