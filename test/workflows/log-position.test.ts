import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LogLine } from '../../src/ports.ts'
import { createLogPosition } from '../../src/workflows/log-position.ts'

const line = (time: string, text = 'x'): LogLine => ({
  time: `2026-03-01T10:00:${time}Z`,
  text,
  isWhole: true,
})
/** What a cluster answers: whole seconds only. */
const from = (log: LogLine[], since: number | undefined) =>
  log.filter(({ time }) => since === undefined || Date.parse(time) >= since)

it('begins where it was told to', () => {
  expect([createLogPosition().since(), createLogPosition(5).since()]).toEqual([undefined, 5])
})

it('goes on a second before the last line, at a whole one', () => {
  const position = createLogPosition()
  position.isNew(line('07.900000001'))
  expect(new Date(position.since()!).toISOString()).toBe('2026-03-01T10:00:06.000Z')
})

it('takes equal lines as often as they were written', () => {
  const position = createLogPosition()
  const log = [line('07.1'), line('07.1'), line('07.1')]
  expect(log.slice(0, 2).map(position.isNew)).toEqual([true, true])
  position.rewind()
  expect(log.map(position.isNew)).toEqual([false, false, true])
  position.rewind()
  expect(log.map(position.isNew)).toEqual([false, false, false])
})

it('takes a line that was written behind a younger one', () => {
  const position = createLogPosition()
  position.isNew(line('08.05'))
  position.rewind()
  expect([line('08.05'), line('07.99', 'late')].map(position.isNew)).toEqual([false, true])
})

it('leaves out what stands before the last lines that were asked for', () => {
  const position = createLogPosition()
  const log = [line('06.1', 'a'), line('07.1', 'b'), line('07.2', 'c'), line('07.3', 'd')]
  expect(log.slice(-2).map(position.isNew)).toEqual([true, true])
  position.rewind()
  expect(from([...log, line('07.4', 'e')], position.since()).map(position.isNew)).toEqual([
    ...[false, false, false, false],
    true,
  ])
})

it('reads times of any zone', () => {
  const position = createLogPosition()
  position.isNew({ time: '2026-03-01T12:00:07.1+02:00', text: '', isWhole: true })
  expect(new Date(position.since()!).toISOString()).toBe('2026-03-01T10:00:06.000Z')
})

it('neither repeats nor misses a line, wherever the connection is cut', () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 900 }))
  const gaps = fc.array(step, { minLength: 1, maxLength: 40 })
  const cuts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 })
  fc.assert(
    fc.property(gaps, cuts, (pauses, lengths) => {
      let at = Date.parse('2026-03-01T10:00:00Z')
      const log = pauses.map(([pause, late]) => {
        at += pause
        return {
          time: new Date(at - late).toISOString(),
          text: pause > 700 ? 'rare' : 'often',
          isWhole: true,
        }
      })
      const position = createLogPosition()
      const told: LogLine[] = []
      for (const length of [...lengths, log.length]) {
        position.rewind()
        const answer = from(log, position.since())
        told.push(...answer.slice(0, length === log.length ? undefined : length).filter(position.isNew))
      }
      expect(told).toEqual(log)
    }),
  )
})
