import { type DeployError, isDeployError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import type { KubeObject, WatchedKind } from '../rollout/kube.ts'
import type { Api } from './api.ts'
import { createBackOff } from './back-off.ts'
import { fetchList } from './list.ts'
import { type Change, createObjectCache } from './object-cache.ts'
import { watchedApiVersions } from './resources.ts'
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
/** A list that takes long is not asked for again at once. */
const restFactor = 20
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
  let restart = new AbortController()
  let position = ''

  const tell = (changes: Change[]): number => {
    for (const { type, object } of changes) {
      task.emit({ type, at: api.transport.serverNow(), kind, object: hash(kind, object) } as RolloutEvent)
    }
    return changes.length
  }

  const relist = async (): Promise<number> => {
    const listing = await fetchList(api, ref, { signal })
    sight.ok(kind)
    position = listing.resourceVersion
    return tell(cache.absorb(listing))
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
        if (!isHidden(error)) {
          await failed(error)
          continue
        }
        task.emit({
          type: 'forbidden',
          at: api.transport.serverNow(),
          kind,
          message: (error as DeployError).message,
        })
        return false
      }
    }
    return false
  }

  const receive = (type: string, object: KubeObject): void => {
    cache.reached(object.metadata?.resourceVersion)
    position = object.metadata?.resourceVersion ?? position
    if (type === 'DELETED') tell(cache.lose(object))
    else if (type !== 'BOOKMARK') tell(cache.see(object))
  }

  const followOnce = async (): Promise<void> => {
    const began = clock.monotonic()
    restart = new AbortController()
    const until = AbortSignal.any([signal, restart.signal])
    const opened = () => sight.ok(kind)
    const end = await followStream({ api, clock, ref, position, signal: until, opened, receive })
    if (clock.monotonic() - began > livelyMs) backOff.reset()
    await afterEnd(end)
  }

  const afterEnd = async (end: StreamEnd): Promise<void> => {
    if (signal.aborted || end.type === 'stopped') return
    if (end.type === 'broken') sight.failed(kind, end.message)
    await pause(end.type === 'broken' && end.retryAfterMs ? end.retryAfterMs : backOff.next())
    if (end.type === 'expired' && !signal.aborted) await relist()
  }

  const stream = async (): Promise<void> => {
    while (!signal.aborted) await followOnce().catch(failed)
  }

  /** The safety net: whatever a list knows and the watch did not tell is told, and the watch is begun anew. */
  const compare = async (): Promise<void> => {
    let rest = safetyMs
    while (!signal.aborted) {
      await pause(rest)
      if (signal.aborted) return
      const began = clock.monotonic()
      const news = await relist().catch(async (error: unknown) => {
        await failed(error)
        return 0
      })
      if (news > 0) restart.abort()
      rest = Math.max(safetyMs, (clock.monotonic() - began) * restFactor)
    }
  }

  return { begin, stream, compare }
}

const isHidden = (error: unknown) => [403, 404].includes(httpStatusOf(error) ?? 0)
