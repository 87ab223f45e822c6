import type { Clock, Cluster, Secrets } from '../ports.ts'
import { beginRollout } from '../rollout/begin.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import type { WatchedKind } from '../rollout/kube.ts'
import { reduce } from '../rollout/reduce.ts'
import type { RolloutState, RolloutTarget } from '../rollout/state.ts'
import { wantedConfirmations } from '../rollout/wanted-confirmations.ts'
import { wantedLogs } from '../rollout/wanted-logs.ts'
import { eventQueue } from './event-queue.ts'
import type { StoryTeller } from './story-teller.ts'

const watchedKinds: WatchedKind[] = ['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice', 'ConfigMap', 'Secret', 'Event', 'Job']
const tickMs = 500

export type RolloutTracker = {
  /** Every kind has been listed once (or can't be seen): the baseline is complete. */
  baseline: Promise<void>
  /** Feeds what happens outside the watch: `released`, `cancelled`. */
  feed(event: RolloutEvent): void
  /** The state once it is settled. */
  settled: Promise<RolloutState>
  stop(): void
}

type Needs = { cluster: Cluster; clock: Clock; secrets: Secrets; story: StoryTeller }

/** Starts watching at once, so that nothing is missed while helm runs; every event goes through the pure reducer. */
export function trackRollout(target: RolloutTarget, { cluster, clock, secrets, story }: Needs): RolloutTracker {
  const controller = new AbortController()
  const queue = eventQueue<RolloutEvent>()
  let skew = 0
  let ready = () => {}
  const baseline = new Promise<void>((resolve) => {
    ready = resolve
  })
  const listed = new Set<WatchedKind>()

  const watching = (async () => {
    for await (const event of cluster.watch(target.namespace, watchedKinds, controller.signal)) {
      skew = event.at - clock.now()
      queue.push(event)
      if (event.type === 'synced' || event.type === 'forbidden') listed.add(event.kind)
      if (listed.size === watchedKinds.length) ready()
    }
  })().catch((error: unknown) => queue.push({ type: 'lost', at: clock.now() + skew, message: String(error) }))

  const ticking = (async () => {
    while (!controller.signal.aborted) {
      await clock.sleep(tickMs, controller.signal)
      queue.push({ type: 'tick', at: clock.now() + skew })
    }
  })().catch(() => undefined)

  const asked = new Set<string>()
  const investigate = (state: RolloutState) => {
    for (const want of wantedLogs(state)) once(`log ${want.key}`, () => fetchLog(want))
    for (const want of wantedConfirmations(state)) once(`get ${want.key}`, () => confirm(want))
  }
  const once = (key: string, work: () => Promise<RolloutEvent | undefined>) => {
    if (asked.has(key)) return
    asked.add(key)
    work()
      .then((event) => event && queue.push(event))
      .catch((error: unknown) => story.note(`could not look closer at ${key}: ${String(error)}`, 'warn'))
  }
  const fetchLog = async ({ pod, container, previous }: ReturnType<typeof wantedLogs>[number]): Promise<RolloutEvent> => {
    const lines = await cluster.logs({ namespace: target.namespace, pod, container, previous, tailLines: 40, signal: controller.signal })
    return { type: 'log', at: clock.now() + skew, pod, container, previous, lines: lines.map((line) => secrets.mask(line)) }
  }
  const confirm = async ({ kind, name, key: _, dataKey }: ReturnType<typeof wantedConfirmations>[number]): Promise<RolloutEvent> => {
    const found = await cluster.get<{ data?: Record<string, string> }>({ apiVersion: 'v1', kind, namespace: target.namespace, name }, controller.signal)
    const exists = found !== undefined && (dataKey === undefined || dataKey in (found.data ?? {}))
    return { type: 'confirmed', at: clock.now() + skew, kind, name, key: dataKey, exists }
  }

  const settled = (async () => {
    let state = beginRollout(target, clock.now())
    for await (const event of queue.items) {
      const next = reduce(state, event)
      for (const transition of next.transitions.slice(state.transitions.length)) story.tell({ type: 'transition', at: event.at, transition })
      if (next !== state) story.tell({ type: 'rollout', at: event.at, state: next })
      state = next
      if (isSettled(state)) break
      investigate(state)
    }
    controller.abort()
    return state
  })()

  return {
    baseline,
    feed: (event) => queue.push(event),
    settled,
    stop() {
      controller.abort()
      queue.close()
      void Promise.allSettled([watching, ticking])
    },
  }
}

const isSettled = ({ phase }: RolloutState) => phase !== 'waiting' && phase !== 'progressing'
