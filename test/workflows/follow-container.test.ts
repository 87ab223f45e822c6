import { describe, expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { Cluster, LogLine } from '../../src/ports.ts'
import { type ContainerSight, followContainer } from '../../src/workflows/follow-container.ts'
import { fakeClock } from '../cluster-edge/fake-clock.ts'

type Asked = Parameters<Cluster['logLines']>[0]
type Run = { lines: LogLine[]; isRunning: boolean }

const line = (second: number, text: string, isWhole = true): LogLine => ({
  time: new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString(),
  text,
  isWhole,
})
const wasCut = () => new DeployError('CLUSTER_UNREACHABLE', 'the log was cut')
const turn = async () => {
  for (let index = 0; index < 20; index += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A container whose runs and connections are the test's; `asked` holds each request. */
const follow = () => {
  const runs: Run[] = []
  const asked: Asked[] = []
  const told: string[] = []
  const complaints: string[] = []
  const clock = fakeClock()
  const stop = new AbortController()
  let isGone = false
  let error: Error | undefined
  const wakers: (() => void)[] = []
  let cutAfter = Number.POSITIVE_INFINITY
  const wake = () => {
    for (const one of wakers.splice(0)) one()
  }
  const news = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      wakers.push(resolve)
      signal.addEventListener('abort', () => resolve())
    })

  async function* logLines(options: Asked): AsyncGenerator<LogLine> {
    asked.push(options)
    if (error) throw error
    const run = runs.at(options.previous ? -2 : -1)!
    let left = cutAfter
    cutAfter = Number.POSITIVE_INFINITY
    for (let at = 0; ; ) {
      for (; at < run.lines.length; at += 1) {
        const next = run.lines[at]!
        if (options.since !== undefined && Date.parse(next.time) < options.since) continue
        if (left-- <= 0) throw wasCut()
        yield next
      }
      if (!options.follow || !run.isRunning || options.signal.aborted) return
      await news(options.signal)
      if (options.signal.aborted) return
    }
  }
  const sight: ContainerSight = {
    latest: () => ({
      container: 'web',
      restarts: Math.max(0, runs.length - 1),
      isRunning: runs.at(-1)?.isRunning ?? false,
      isGone,
      ...(runs.length > 0 ? { run: `run ${runs.length}` } : {}),
    }),
    changed: () => new Promise((resolve) => wakers.push(resolve)),
  }
  const done = followContainer({ namespace: 'shop', pod: 'web-1', container: 'web' }, sight, {
    cluster: { logLines },
    clock,
    signal: stop.signal,
    tell: async ({ text }) => void told.push(text),
    complain: (message) => void complaints.push(message),
  })
  const settle = async () => {
    wake()
    await turn()
  }
  return {
    asked,
    told,
    complaints,
    clock,
    stop,
    done,
    async start(...lines: LogLine[]) {
      runs.push({ lines, isRunning: true })
      await settle()
    },
    async say(...lines: LogLine[]) {
      runs.at(-1)!.lines.push(...lines)
      await settle()
    },
    async end() {
      runs.at(-1)!.isRunning = false
      await settle()
    },
    async leave() {
      isGone = true
      await settle()
    },
    cutNext(after: number) {
      cutAfter = after
    },
    fail(next: Error | undefined) {
      error = next
    },
  }
}

describe('a container', () => {
  it('is waited for, told as it speaks, and left when its pod is gone', async () => {
    const it = follow()
    await turn()
    expect(it.asked).toEqual([])
    await it.start(line(1, 'a'))
    await it.say(line(2, 'b'))
    await it.end()
    await it.leave()
    await it.done
    expect(it.told).toEqual(['a', 'b'])
  })

  it('is followed into its next run', async () => {
    const it = follow()
    await it.start(line(1, 'a'))
    await it.end()
    await it.start(line(3, 'c'))
    await it.end()
    await it.leave()
    await it.done
    expect(it.told).toEqual(['a', 'c'])
  })

  it('tells the end of a run that was missed while the connection was cut', async () => {
    const it = follow()
    it.cutNext(1)
    await it.start(line(1, 'a'), line(2, 'last words'))
    await it.end()
    await it.start(line(3, 'c'))
    await it.clock.advance(1000)
    await it.end()
    await it.leave()
    await it.done
    expect(it.told).toEqual(['a', 'last words', 'c'])
    expect(it.complaints).toEqual(['the log was cut'])
  })

  it('tells what stands after the last line break once, when the run is over', async () => {
    const it = follow()
    await it.start(line(1, 'a'), line(2, 'no line break', false))
    expect(it.told).toEqual(['a'])
    await it.end()
    await it.leave()
    await it.done
    expect(it.told).toEqual(['a', 'no line break'])
  })
})

describe('a connection', () => {
  it.each([0, 1, 2, 3])(
    'that is cut after %i lines is made anew, without a line lost or repeated',
    async (count) => {
      const it = follow()
      it.cutNext(count)
      await it.start(line(1, 'a'), line(1, 'a'), line(1, 'b'), line(2, 'c'))
      await it.clock.advance(1000)
      await it.say(line(3, 'd'))
      it.stop.abort()
      await it.done
      expect(it.told).toEqual(['a', 'a', 'b', 'c', 'd'])
    },
  )

  it('that says nothing for a minute is made anew', async () => {
    const it = follow()
    await it.start(line(1, 'a'))
    const before = it.asked.length
    await it.clock.advance(59_000)
    expect(it.asked).toHaveLength(before)
    await it.clock.advance(2000)
    expect(it.asked.length).toBeGreaterThan(before)
    await it.say(line(2, 'b'))
    it.stop.abort()
    await it.done
    expect(it.told).toEqual(['a', 'b'])
  })

  it('that fails again and again is tried less often, and complained of once', async () => {
    const it = follow()
    it.fail(wasCut())
    await it.start(line(1, 'a'))
    await it.clock.advance(60_000)
    expect(it.asked.length).toBeLessThan(20)
    it.fail(undefined)
    await it.clock.advance(6000)
    it.stop.abort()
    await it.done
    expect([it.told, it.complaints]).toEqual([['a'], ['the log was cut']])
  })

  it('that is forbidden is an error', async () => {
    const it = follow()
    it.fail(new DeployError('FORBIDDEN', 'may not get pods/log'))
    const ended = expect(it.done).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await it.start(line(1, 'a'))
    await ended
  })
})
