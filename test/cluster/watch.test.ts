import { afterAll, expect, test, vi } from 'vitest'
import * as faults from './faulty/faults.ts'
import { type Judged, makeFail, up, withFault } from './faulty/judge.ts'
import type { Fault } from './faulty/proxy.ts'

vi.setConfig({ maxConcurrency: 6 })

const counts: string[] = []
afterAll(() => console.info(counts.sort().join('\n')))

const inSeconds = () => ({ 'Retry-After': '1' })
const asDate = () => ({
  Date: new Date().toUTCString(),
  'Retry-After': new Date(Date.now() + 1000).toUTCString(),
})
/** Date.now() of the CLI, and nobody else's. */
const clockOff = (milliseconds: number) => ({
  NODE_OPTIONS: `--import=data:text/javascript,const%20now=Date.now;Date.now=()=>now()+(${milliseconds})`,
})
/** V8 may keep so much and no more. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=128' }
const none: Fault = () => false

const view = ({ requests, perSecond, up: { report } }: Judged) =>
  `${requests} requests, ${perSecond.toFixed(1)}/s, ${report.status} ${report.verdict?.class ?? ''}`

// A first install that is healthy, then a change that fails, both through the same fault.
test.concurrent.each<[string, Fault, Record<string, string>?]>([
  ['nothing', none],
  ['a watch that swallows every event', faults.silentWatch],
  ['a watch that never answers', faults.noHeaders],
  ['a watch that falls silent', faults.halfOpen],
  ['410 instead of a watch', faults.goneBefore],
  ['410 within a watch', faults.goneWithin],
  ['lists that may not be watched', faults.unwatchable],
  ['429 with seconds', faults.tooMany(inSeconds)],
  ['429 with a date', faults.tooMany(asDate)],
  ['bursts of 500 and 503', faults.bursts],
  ['a cut in the middle of a line', faults.cutLine],
  ['a close after each event', faults.closeAfterEach],
  ['truncated lines', faults.truncated],
  ['garbage between the lines', faults.garbage],
  ['a drip that cuts characters', faults.bytewise],
  ['objects of 5 MB', faults.huge, smallHeap],
  ['zipped answers', faults.zipped],
  ['every event twice', faults.twice],
  ['old events once more', faults.replayed],
  ['pages of one object, forgotten half-way', faults.paged],
  ['a clock ten minutes ahead', none, clockOff(600_000)],
  ['a clock ten minutes behind', none, clockOff(-600_000)],
])('the truth, in spite of %s', async (name, fault, env) => {
  await withFault(fault, async (place) => {
    const healthy = await up(place, { env })
    await makeFail(place)
    const failing = await up(place, { env })
    counts.push(`${name.padEnd(42)} healthy: ${view(healthy)} · failing: ${view(failing)}`)

    expect(healthy.up.report.status, healthy.up.why).toBe('verified')
    expect(failing.up.report.verdict?.class, failing.up.why).toBe('config-missing')
    expect(failing.up.code, failing.up.why).toBe(40)
    // nine kinds: each listed again after three seconds at the earliest, its watch after a growing pause
    for (const { perSecond } of [healthy, failing]) expect(perSecond).toBeLessThan(25)
  })
})
