import { describe, expect, it } from 'vitest'
import type { VerdictClass } from '../../src/report.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { fold } from './fold.ts'
import { at, kubeEvent, seen } from './objects.ts'
import { playedWithTicks } from './replaying.ts'
import { baseline, hears, newTemplate, oldGone, sees, takesOver } from './story.ts'

const usual = [...baseline(), ...newTemplate(), sees(2, {})]
type Kind = Extract<RolloutEvent, { type: 'confirmed' }>['kind']
const absent = (kind: Kind, name: string): RolloutEvent => ({
  type: 'confirmed',
  at: at(9),
  kind,
  name,
  exists: false,
})
const tries = (message: string, reason = 'FailedMount'): RolloutEvent[] => [
  hears(3, reason, message),
  seen(5, 'Event', kubeEvent('new-1', reason, message, { first: 3, last: 5, count: 3 })),
]
const volume = 'MountVolume.SetUp failed for volume "v" : '
const settled = (events: RolloutEvent[], until: number) =>
  fold(playedWithTicks(events, until), { timeoutSeconds: 600 })

type Row = {
  name: string
  class?: VerdictClass
  events: RolloutEvent[]
  after: number
  by: number
  says: RegExp
}

const hopeless: Row[] = [
  {
    name: 'a Secret that is not there',
    events: [...tries(`${volume}secret "keys" not found`), absent('Secret', 'keys')],
    after: 12,
    by: 13,
    says: /on node node-1: volume "v" : secret "keys" not found/,
  },
  {
    name: 'a key that its ConfigMap has not',
    events: tries(`${volume}configmap references non-existent config key: zzz`),
    after: 12,
    by: 13,
    says: /config key: zzz/,
  },
  {
    name: 'a path that the node has not',
    events: tries(`${volume}hostPath type check failed: /no/such is not a directory`),
    after: 17,
    by: 18,
    says: /\/no\/such is not a directory/,
  },
  {
    name: 'a CSI driver that the cluster has not',
    events: [
      ...tries(
        `${volume}kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name nope.example.com not found in the list of registered CSI drivers`,
      ),
      absent('CSIDriver', 'nope.example.com'),
    ],
    after: 32,
    by: 33,
    says: /nope\.example\.com/,
  },
  {
    name: 'a runtime that the node has not',
    class: 'sandbox',
    events: tries(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "nope" is configured',
      'FailedCreatePodSandBox',
    ),
    after: 17,
    by: 18,
    says: /no sandbox can be made for it on node node-1: failed to get sandbox runtime: no runtime for "nope"/,
  },
  {
    name: 'a limit in which not even an empty pod fits',
    class: 'out-of-memory',
    events: tries(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown',
      'FailedCreatePodSandBox',
    ),
    after: 12,
    by: 13,
    says: /no sandbox can be made for it on node node-1: container init was OOM-killed \(memory limit too low\?\)$/,
  },
  {
    name: 'a limit in which not even its token fits',
    class: 'out-of-memory',
    events: [3, 8, 17].map((second) =>
      hears(
        second,
        'FailedMount',
        `MountVolume.SetUp failed for volume "kube-api-access-x" : write /pods/9ed9/volumes/kubernetes.io~projected/kube-api-access-x/..2026_11_29_${second}.349383${second}/ca.crt: no space left on device`,
      ),
    ),
    after: 12,
    by: 18,
    says: /no space left on device/,
  },
  {
    name: 'a network that fails for a sandbox of another name each time',
    class: 'sandbox',
    events: [3, 33, 63, 93, 123].map((second) =>
      hears(
        second,
        'FailedCreatePodSandBox',
        `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${second}c0ffee${second}": plugin type="bridge" failed (add): no IP addresses available`,
      ),
    ),
    after: 122,
    by: 124,
    says: /no IP addresses available/,
  },
  {
    name: 'user namespaces, on a runtime that has none',
    class: 'sandbox',
    events: tries(
      "Failed to create pod sandbox: can't set `spec.hostUsers: false`, runtime does not support user namespaces",
      'FailedCreatePodSandBox',
    ),
    after: 17,
    by: 18,
    says: /does not support user namespaces/,
  },
  {
    name: 'a network that never comes up',
    class: 'sandbox',
    events: tries(
      'Failed to create pod sandbox: plugin type="calico" failed (add): stat /var/lib/calico/nodename: no such file',
      'FailedCreatePodSandBox',
    ),
    after: 122,
    by: 123,
    says: /calico/,
  },
  {
    name: 'a subPath that is none',
    events: [
      sees(3, {
        state: {
          waiting: {
            reason: 'CreateContainerConfigError',
            message: 'failed to prepare subPath for volumeMount "v" of container "a"',
          },
        },
      }),
    ],
    after: 17,
    by: 18,
    says: /subPath for volumeMount "v"/,
  },
]

describe('a volume or sandbox that will never be', () => {
  it.each(hopeless)('$name', ({ events, after, by, says, class: name = 'mount' }) => {
    const all = [...usual, ...events]
    expect(settled(all, after).phase).toBe('progressing')
    const { phase, verdict } = settled(all, by)
    expect({ phase, class: verdict?.class }).toEqual({ phase: 'failed', class: name })
    expect(verdict!.message).toMatch(says)
  })
})

const passing: { name: string; events: RolloutEvent[] }[] = [
  {
    name: 'a cache that is slow',
    events: tries(`${volume}failed to sync secret cache: timed out waiting for the condition`),
  },
  {
    name: 'a volume that the old pod still holds',
    events: tries(
      'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) old-1',
      'FailedAttachVolume',
    ),
  },
  {
    name: 'a CSI driver that is only not there yet',
    events: [
      ...tries(`${volume}driver name ebs.csi.aws.com not found in the list of registered CSI drivers`),
      { ...absent('CSIDriver', 'ebs.csi.aws.com'), exists: true } as RolloutEvent,
    ],
  },
  {
    name: 'a Secret that was made meanwhile',
    events: [
      ...tries(`${volume}secret "keys" not found`),
      absent('Secret', 'keys'),
      seen(10, 'Secret', { metadata: { name: 'keys', uid: 'keys', resourceVersion: '7000' } }),
    ],
  },
  {
    name: 'a mount that healed, and an image that takes minutes',
    events: [
      ...tries(`${volume}hostPath type check failed: /data is not a directory`),
      hears(8, 'Pulling', 'Pulling image "backend:2"'),
    ],
  },
]

describe('a mount that comes right', () => {
  it.each(passing)('$name', ({ events }) => {
    const all = [...usual, ...events]
    expect(settled(all, 119).phase).toBe('progressing')
    expect(settled([...all, ...takesOver(130), oldGone(132)], 145).phase).toBe('complete')
  })
})
