import type { StoredObject } from '../store.ts'

/** As much of the API's objects as the controllers and the machine read. Frozen in the store: write copies. */
export type OwnerReference = {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

export type Metadata = {
  name: string
  namespace: string
  uid: string
  generateName?: string
  resourceVersion?: string
  generation?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  creationTimestamp?: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  finalizers?: string[]
  ownerReferences?: OwnerReference[]
}

export type Condition = {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason?: string
  message?: string
  lastTransitionTime?: string
  lastUpdateTime?: string
  lastProbeTime?: string | null
  observedGeneration?: number
}

export type Port = number | string
export type HttpGet = {
  path?: string
  port: Port
  host?: string
  scheme?: string
  httpHeaders?: { name: string; value: string }[]
}
export type Probe = {
  httpGet?: HttpGet
  tcpSocket?: { port: Port; host?: string }
  exec?: { command: string[] }
  grpc?: { port: number; service?: string }
  initialDelaySeconds?: number
  periodSeconds?: number
  timeoutSeconds?: number
  failureThreshold?: number
  successThreshold?: number
}

export type KeyRef = { name: string; key: string; optional?: boolean }
export type EnvVar = {
  name: string
  value?: string
  valueFrom?: {
    configMapKeyRef?: KeyRef
    secretKeyRef?: KeyRef
    fieldRef?: { fieldPath: string }
    resourceFieldRef?: { resource: string; containerName?: string }
  }
}
export type EnvFrom = {
  prefix?: string
  configMapRef?: { name: string; optional?: boolean }
  secretRef?: { name: string; optional?: boolean }
}

export type Container = {
  name: string
  image: string
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  command?: string[]
  args?: string[]
  env?: EnvVar[]
  envFrom?: EnvFrom[]
  ports?: { name?: string; containerPort: number; protocol?: string }[]
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
  readinessProbe?: Probe
  livenessProbe?: Probe
  startupProbe?: Probe
  lifecycle?: { preStop?: { sleep?: { seconds: number }; exec?: { command: string[] } } }
  restartPolicy?: string
  terminationMessagePath?: string
}

export type Volume = {
  name: string
  configMap?: { name: string; optional?: boolean }
  secret?: { secretName: string; optional?: boolean }
  persistentVolumeClaim?: { claimName: string }
}

export type PodSpec = {
  containers: Container[]
  initContainers?: Container[]
  volumes?: Volume[]
  nodeName?: string
  nodeSelector?: Record<string, string>
  restartPolicy?: 'Always' | 'OnFailure' | 'Never'
  serviceAccountName?: string
  terminationGracePeriodSeconds?: number
}

export type ContainerState = {
  waiting?: { reason: string; message?: string }
  running?: { startedAt: string }
  terminated?: {
    exitCode: number
    signal?: number
    reason: string
    message?: string
    startedAt: string | null
    finishedAt: string | null
    containerID?: string
  }
}

export type ContainerStatus = {
  name: string
  state: ContainerState
  lastState: ContainerState
  ready: boolean
  restartCount: number
  image: string
  imageID: string
  containerID?: string
  started: boolean
}

export type PodStatus = {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  conditions?: Condition[]
  podIP?: string
  startTime?: string
  reason?: string
  message?: string
  qosClass?: string
  containerStatuses?: ContainerStatus[]
  initContainerStatuses?: ContainerStatus[]
}

export type PodTemplate = {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> }
  spec: PodSpec
}
export type Selector = {
  matchLabels?: Record<string, string>
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}

export type Pod = StoredObject & { metadata: Metadata; spec: PodSpec; status?: PodStatus }

export type ReplicaSet = StoredObject & {
  metadata: Metadata
  spec: { replicas?: number; selector: Selector; template: PodTemplate; minReadySeconds?: number }
  status?: ReplicaSetStatus
}
export type ReplicaSetStatus = {
  replicas?: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  observedGeneration?: number
  conditions?: Condition[]
}

export type Deployment = StoredObject & {
  metadata: Metadata
  spec: {
    replicas?: number
    selector: Selector
    template: PodTemplate
    paused?: boolean
    minReadySeconds?: number
    revisionHistoryLimit?: number
    progressDeadlineSeconds?: number
    strategy?: { type?: string; rollingUpdate?: { maxSurge?: Port; maxUnavailable?: Port } }
  }
  status?: DeploymentStatus
}
export type DeploymentStatus = {
  observedGeneration?: number
  replicas?: number
  updatedReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  unavailableReplicas?: number
  conditions?: Condition[]
}

export type ServicePort = {
  name?: string
  protocol?: string
  port: number
  targetPort?: Port
  nodePort?: number
}
export type Service = StoredObject & {
  metadata: Metadata
  spec: {
    type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
    selector?: Record<string, string>
    ports?: ServicePort[]
    clusterIP?: string
    publishNotReadyAddresses?: boolean
  }
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] }; conditions?: Condition[] }
}

export type Job = StoredObject & {
  metadata: Metadata
  spec: {
    template: PodTemplate
    selector?: Selector
    backoffLimit?: number
    completions?: number
    parallelism?: number
    suspend?: boolean
    activeDeadlineSeconds?: number
    ttlSecondsAfterFinished?: number
  }
  status?: {
    active?: number
    succeeded?: number
    failed?: number
    ready?: number
    startTime?: string
    completionTime?: string
    conditions?: Condition[]
  }
}
