import { isDeployError } from '../errors.ts'
import type { Clock, Cluster, LogLine } from '../ports.ts'
import type { ContainerRunState } from '../rollout/container-runs.ts'
import { createLogPosition, type LogPosition } from './log-position.ts'
import type { Begun } from './read-past.ts'

/** What the watch knows of a container now; `changed` resolves when it knows more. */
export type ContainerSight = {
  latest(): ContainerRunState & { isGone: boolean }
  changed(): Promise<void>
}
export type ContainerRef = { namespace: string; pod: string; container: string }
type Needs = {
  cluster: Pick<Cluster, 'logLines'>
  clock: Clock
  /** Returns when the line has left. */
  tell(line: LogLine): Promise<void>
  complain(message: string): void
  signal: AbortSignal
}

/** A connection that says nothing for so long may be dead: it is made anew, from the same line on. */
const quietMs = 60_000
const [shortestPauseMs, longestPauseMs] = [250, 5000]

/** Follows a container through all of its runs, until its pod is gone. */
export async function followContainer(
  ref: ContainerRef,
  sight: ContainerSight,
  needs: Needs,
  begun: Begun = { position: createLogPosition() },
): Promise<void> {
  const { clock } = needs
  // one of its own: node warns when many listen to one
  const signal = AbortSignal.any([needs.signal])
  const read = createReader(ref, begun.position, { ...needs, signal })
  let followed = begun.run
  const aborted = untilAborted(signal)
  let pauseMs = shortestPauseMs
  while (!signal.aborted) {
    const { run, isRunning, isGone } = sight.latest()
    if (isGone) break
    const isNext = followed !== undefined && run !== undefined && run !== followed
    const isCaughtUp = !isNext || (await read({ previous: true }))
    if (isCaughtUp) followed = run ?? followed
    const isRead = isCaughtUp && (run === undefined || (await read({ follow: isRunning })))
    pauseMs = isRead ? shortestPauseMs : Math.min(pauseMs * 2, longestPauseMs)
    if (signal.aborted) break
    if (isRead && !isRunning) await Promise.race([sight.changed(), aborted])
    else await Promise.race([clock.sleep(pauseMs, signal), sight.changed()])
  }
  await read.rest()
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

type Part = { previous?: boolean; follow?: boolean }

/** Answers false when the connection was cut. */
function createReader(
  ref: ContainerRef,
  position: LogPosition,
  { cluster, clock, tell, complain, signal }: Needs,
) {
  let rest: LogLine | undefined
  let isCut = false
  const take = async (line: LogLine, isLast: boolean): Promise<void> => {
    rest = line.isWhole || isLast ? undefined : line
    if (!rest && position.isNew(line)) await tell({ ...line, isWhole: true })
  }
  const read = async (part: Part): Promise<boolean> => {
    const quiet = stopWhenQuiet(clock, signal)
    position.rewind()
    try {
      const lines = cluster.logLines({ ...ref, ...part, since: position.since(), signal: quiet.signal })
      for await (const line of lines) {
        quiet.heard()
        await take(line, !part.follow)
      }
      isCut = false
      return true
    } catch (error) {
      if (!isDeployError(error) || error.code === 'FORBIDDEN') throw error
      if (!isCut && !signal.aborted) complain(error.message)
      isCut = true
      return false
    } finally {
      quiet.stop()
    }
  }
  /** What was written last, without a line break, when nobody can be asked for it any more. */
  read.rest = async (): Promise<void> => {
    if (rest) await take(rest, true)
  }
  return read
}

function stopWhenQuiet(clock: Clock, signal: AbortSignal) {
  const [silence, over] = [new AbortController(), new AbortController()]
  let heardAt = clock.monotonic()
  const watch = async () => {
    while (!over.signal.aborted) {
      await clock.sleep(heardAt + quietMs - clock.monotonic(), over.signal)
      if (!over.signal.aborted && clock.monotonic() - heardAt >= quietMs) return silence.abort()
    }
  }
  void watch()
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    heard() {
      heardAt = clock.monotonic()
    },
    stop: () => over.abort(),
  }
}
