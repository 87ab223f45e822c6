export type MissingMount = {
  kind: 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim' | 'CSIDriver'
  name: string
}

const kinds = {
  secret: 'Secret',
  configmap: 'ConfigMap',
  persistentvolumeclaim: 'PersistentVolumeClaim',
} as const

/** `MountVolume.SetUp failed for volume "x" : secret "y" not found` */
export const readMissingMount = (message: string): MissingMount | undefined => {
  const driver = /driver name (\S+) not found in the list of registered CSI drivers/.exec(message)?.[1]
  if (driver) return { kind: 'CSIDriver', name: driver }
  const match = /(secret|configmap|persistentvolumeclaim) "([^"]+)" not found/i.exec(message)
  return match ? { kind: kinds[match[1]!.toLowerCase() as keyof typeof kinds], name: match[2]! } : undefined
}

export type MountCause = {
  pattern: RegExp
  /** Where it is not the volumes or the sandbox themselves. */
  class?: 'out-of-memory'
  /** How long the same has to be said; undefined for what may come right at any moment. */
  patienceMs?: number
  /** It needs a confirming GET that finds nothing. */
  isMissing?: true
  why: string
  hint: string
}

const retry = 'then: k8sdeploy up'

/** The first that fits; the last fits everything. */
export const mountCauses: MountCause[] = [
  {
    pattern: /(secret|configmap|persistentvolumeclaim) "[^"]+" not found/i,
    patienceMs: 10_000,
    isMissing: true,
    why: 'nothing of this release will create it',
    hint: `create the missing object, or take its volume out of the chart, ${retry}`,
  },
  {
    pattern: /list of registered CSI drivers/i,
    patienceMs: 30_000,
    isMissing: true,
    why: 'the cluster has no such driver, and a release does not bring one',
    hint: `kubectl get csidrivers, and name one of them in the chart (or install the driver), ${retry}`,
  },
  {
    pattern: /references non-existent (config|secret) key/i,
    patienceMs: 10_000,
    why: 'the object is there, but not the key that the volume asks for',
    hint: `correct the key in the chart's volume, or add it to the object, ${retry}`,
  },
  {
    pattern: /hostPath type check failed/i,
    patienceMs: 15_000,
    why: 'what the node has at this path does not become something else by itself',
    hint: `correct hostPath in the chart (path or type), or make it on the node, ${retry}`,
  },
  {
    pattern: /no runtime for "[^"]*" is configured|unknown runtime handler/i,
    patienceMs: 15_000,
    why: 'the node’s container runtime has no handler of this name, and will not get one by waiting',
    hint: `kubectl get runtimeclasses, and correct runtimeClassName in the chart, ${retry}`,
  },
  {
    // a volume in memory is no larger than the pod's limit
    pattern:
      /OOM-killed|kubernetes\.io~(projected|secret|configmap|downward-api)\/.*no space left on device/s,
    class: 'out-of-memory',
    patienceMs: 10_000,
    why: 'not even an empty pod fits into the limit, and the limit does not change by itself',
    hint: `raise resources.limits.memory in k8sdeploy.yaml (is its unit right? 128m is less than a byte, 128Mi was meant), ${retry}`,
  },
  {
    pattern: /does not support/i,
    patienceMs: 15_000,
    why: 'the node’s container runtime cannot do this, and will not learn it by waiting',
    hint: `take out of the chart what the message names, or use nodes that can do it, ${retry}`,
  },
  {
    pattern:
      /failed to sync|not registered|timed? ?out|deadline|refused|unavailable|no such host|unreachable|no route|Multi-Attach|already (used|attached)|busy|in use|aborted|too many|rate limit|pending|in progress|cancel|try again|not ready|not initialized/i,
    why: 'this often comes right by itself: alone it never fails a rollout before its deadline',
    hint: 'kubectl describe pod shows whether it goes on',
  },
  {
    pattern: /(?:)/,
    patienceMs: 120_000,
    why: 'the same again and again for two minutes, longer than networks and volumes of a node take to be ready',
    hint: 'kubectl describe pod, and correct what the message names',
  },
]

export const findMountCause = (message: string): MountCause =>
  mountCauses.find(({ pattern }) => pattern.test(message))!
