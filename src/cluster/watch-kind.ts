import { type DeployError, isDeployError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import type { KubeObject, WatchedKind } from '../rollout/kube.ts'
import type { Api } from './api.ts'
import { createBackOff } from './back-off.ts'
import { fetchList } from './list.ts'
import { type Change, createObjectCache } from './object-cache.ts'
import { watchedApiVersions, watchedFields } from './resources.ts'
import type { Sight } from './sight.ts'
import { httpStatusOf } from './status-error.ts'
import { followStream, type StreamEnd } from './watch-stream.ts'

export type WatchDeps = {
  api: Api
  clock: Clock
  hash: (kind: string, object: KubeObject) => KubeObject
  random?: () => number
}
export type WatchTask = {
  kind: WatchedKind
  namespace: string
  emit: (event: RolloutEvent) => void
  sight: Sight
  signal: AbortSignal
}

const safetyMs = 12_000
/** While lists tell what the watch does not. */
const deafMs = 3000
/** A list that takes long is not asked for again at once. */
const restFactor = 20
const longestRestMs = 60_000
const livelyMs = 10_000

/** Follows one kind until the signal aborts, or at once ends when it may not be seen. */
export async function watchKind(deps: WatchDeps, task: WatchTask): Promise<void> {
  const follower = createFollower(deps, task)
  if (!(await follower.begin())) return
  await Promise.all([follower.stream(), follower.compare()])
}

function createFollower(deps: WatchDeps, task: WatchTask) {
  const { api, clock, hash, random } = deps
  const { kind, namespace, signal, sight } = task
  const cache = createObjectCache()
  const backOff = createBackOff(random)
  const ref = { apiVersion: watchedApiVersions[kind], kind, namespace }
  const fieldSelector = watchedFields(kind)
  let restart = new AbortController()
  let canWatch = true
  let brokenInARow = 0
  let listedAt = 0
  let tookMs = 0

  const tell = (changes: Change[]): number => {
    const at = api.transport.serverNow()
    for (const { type, object } of changes) task.emit({ type, at, kind, object } as RolloutEvent)
    return changes.length
  }

  /** Answers how much of it was news. What a Secret holds goes no further than this. */
  const relist = async (): Promise<number> => {
    const began = clock.monotonic()
    try {
      const listing = await fetchList(api, ref, {
        fieldSelector,
        signal,
        patienceMs: 0,
        isWanted: cache.isNews,
      })
      const items = listing.items.map((item) => hash(kind, item))
      const news = tell(cache.absorb({ ...listing, items }))
      sight.listed(kind)
      return news
    } finally {
      listedAt = clock.monotonic()
      tookMs = listedAt - began
    }
  }

  const pause = (milliseconds: number) => clock.sleep(milliseconds, signal)

  const failed = async (error: unknown): Promise<void> => {
    if (signal.aborted) return
    if (!isDeployError(error)) throw error
    sight.failed(kind, error.message)
    await pause(backOff.next())
  }

  /** The first list. False when this kind can't be seen. */
  const begin = async (): Promise<boolean> => {
    while (!signal.aborted) {
      try {
        await relist()
        task.emit({ type: 'synced', at: api.transport.serverNow(), kind })
        backOff.reset()
        return true
      } catch (error) {
        if (isHidden(error)) {
          const { message } = error as DeployError
          task.emit({ type: 'forbidden', at: api.transport.serverNow(), kind, message })
          sight.forget(kind)
          return false
        }
        await failed(error)
      }
    }
    return false
  }

  const receive = (type: string, received: KubeObject): void => {
    cache.reached(received.metadata?.resourceVersion)
    brokenInARow = 0
    if (type === 'BOOKMARK') return
    const object = hash(kind, received)
    tell(type === 'DELETED' ? cache.lose(object) : cache.see(object))
  }

  /** The whole truth, until it comes. */
  const recover = async (): Promise<void> => {
    while (!signal.aborted) {
      const isBack = await relist().then(
        () => true,
        async (error: unknown) => {
          await failed(error)
          return false
        },
      )
      if (isBack) return
    }
  }

  const followOnce = async (): Promise<void> => {
    const began = clock.monotonic()
    restart = new AbortController()
    const until = AbortSignal.any([signal, restart.signal])
    const position = cache.position()
    const end = await followStream({ api, clock, ref, fieldSelector, position, signal: until, receive })
    if (clock.monotonic() - began > livelyMs) backOff.reset()
    await afterEnd(end)
  }

  /** A watch that does not hold says nothing about the cluster; whether it is there a list will tell. */
  const afterEnd = async (end: StreamEnd): Promise<void> => {
    if (signal.aborted || end.type === 'stopped') return
    if (end.type === 'unwatchable') {
      canWatch = false
      return
    }
    brokenInARow = end.type === 'broken' ? brokenInARow + 1 : 0
    await pause(end.type === 'broken' && end.retryAfterMs ? end.retryAfterMs : backOff.next())
    if (end.type === 'expired' || brokenInARow > 1 || sight.isLost()) await recover()
  }

  const stream = async (): Promise<void> => {
    while (!signal.aborted && canWatch) await followOnce()
  }

  const restAfter = (news: number): number =>
    news > 0 || !canWatch
      ? Math.max(deafMs, tookMs * restFactor)
      : Math.max(safetyMs, Math.min(tookMs * restFactor, longestRestMs))

  /** The safety net: whatever a list knows and the watch did not tell is told, and the watch is begun anew. */
  const compare = async (): Promise<void> => {
    let rest = safetyMs
    while (!signal.aborted) {
      await pause(listedAt + rest - clock.monotonic())
      if (signal.aborted) return
      if (clock.monotonic() - listedAt < rest) continue
      const news = await relist().catch(async (error: unknown) => {
        await failed(error)
        return 0
      })
      if (news > 0) restart.abort()
      rest = restAfter(news)
    }
  }

  return { begin, stream, compare }
}

const isHidden = (error: unknown) => [403, 404].includes(httpStatusOf(error) ?? 0)
