import { DeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { Transition } from '../report.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import type { StoryTeller } from './story-teller.ts'

type Pod = Extract<RolloutEvent, { type: 'seen'; kind: 'Pod' }>['object']

/** Reports every pod of the release from Terminating to gone. Resolves once none is left; CANCELLED when it may not wait for that. */
export async function watchRemoval(
  release: string,
  namespace: string,
  cluster: Cluster,
  story: StoryTeller,
  signal: AbortSignal,
): Promise<void> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  signal.addEventListener('abort', stop)
  const alive = new Map<string, Pod>()
  const terminating = new Set<string>()
  const tell = (at: number, object: string, from: string, to: string, detail?: string) => {
    const transition: Transition = { at: new Date(at).toISOString(), object, from, to, detail }
    story.tell({ type: 'transition', at, transition })
  }
  const see = (event: Extract<RolloutEvent, { type: 'seen' | 'gone'; kind: 'Pod' }>) => {
    const { object, at, type } = event
    const name = object.metadata?.name ?? ''
    if (object.metadata?.labels?.['app.kubernetes.io/instance'] !== release) return
    if (object.metadata.deletionTimestamp && !terminating.has(name)) {
      terminating.add(name)
      tell(
        at,
        `Pod/${name}`,
        'Running',
        'Terminating',
        `grace ${object.metadata.deletionGracePeriodSeconds ?? 30} s`,
      )
    }
    if (type === 'seen') alive.set(name, object)
    else if (alive.delete(name) || terminating.has(name)) tell(at, `Pod/${name}`, 'Terminating', 'Gone')
  }
  try {
    let synced = false
    for await (const event of cluster.watch(namespace, ['Pod'], controller.signal)) {
      if ((event.type === 'seen' || event.type === 'gone') && event.kind === 'Pod') see(event)
      if (event.type === 'synced' || event.type === 'forbidden') synced = true
      if (synced && alive.size === 0) return
    }
    throw stopped(alive.size)
  } finally {
    controller.abort()
    signal.removeEventListener('abort', stop)
  }
}

const stopped = (left: number) =>
  new DeployError(
    'CANCELLED',
    `stopped while ${left} ${left === 1 ? 'pod was' : 'pods were'} still leaving`,
    {
      hint: 'they go on leaving by themselves; the same command again removes the rest',
      next: ['k8sdeploy down'],
    },
  )
