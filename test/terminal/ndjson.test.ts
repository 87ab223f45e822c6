import { expect, it } from 'vitest'
import { ndjsonReporter } from '../../src/terminal/ndjson.ts'
import { fold } from '../rollout/fold.ts'
import { at, tick, ticks } from '../rollout/objects.ts'
import { baseline, newTemplate } from '../rollout/story.ts'

it('writes one JSON line per event, without whole states', () => {
  const written: string[] = []
  const reporter = ndjsonReporter({ write: (text) => void written.push(text) })
  reporter.report({ type: 'rollout', at: at(3), state: fold([...baseline(), tick(3)]) })
  reporter.report({ type: 'phase-started', at: at(4), phase: 'verify' })
  reporter.report({ type: 'progress', at: at(5), phase: 'images', component: 'backend', line: ' ---> 3f1b' })
  reporter.report({ type: 'end', at: at(6) })
  expect(written.join('')).toMatchInlineSnapshot(`
    "{"schema":"k8sdeploy/event/1","at":"2026-03-01T10:00:04.000Z","type":"phase-started","phase":"verify"}
    {"schema":"k8sdeploy/event/1","at":"2026-03-01T10:00:05.000Z","type":"progress","phase":"images","component":"backend","line":" ---> 3f1b"}
    "
  `)
})

it('tells when a rollout would end that does not get better', () => {
  const written: string[] = []
  const reporter = ndjsonReporter({ write: (text) => void written.push(text) })
  const state = fold([...baseline(), ...newTemplate(), ...ticks(2, 100)], { timeoutSeconds: 120 })
  reporter.report({ type: 'rollout', at: at(100), state })
  reporter.report({ type: 'rollout', at: at(101), state: { ...state, now: at(101) } })
  expect(written.join('')).toMatchInlineSnapshot(`
    "{"schema":"k8sdeploy/event/1","at":"2026-03-01T10:01:40.000Z","type":"due","class":"timed-out","endsAt":"2026-03-01T10:02:01.000Z"}
    "
  `)
})

it('says once that nobody reads, and goes on', () => {
  const [written, warned]: [string[], string[]] = [[], []]
  const reporter = ndjsonReporter({
    write: (text) => void written.push(text),
    hasReader: () => written.length === 0,
    warn: (text) => void warned.push(text),
  })
  for (const second of [1, 2, 3]) reporter.report({ type: 'phase-started', at: at(second), phase: 'verify' })
  expect(warned).toEqual([
    '  ! nobody reads stdout any more; the work goes on, and its exit code tells how it ends\n',
  ])
})
