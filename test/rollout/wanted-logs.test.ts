import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { wantedLogs } from '../../src/rollout/wanted-logs.ts'
import { fold } from './fold.ts'
import { tick } from './objects.ts'
import { baseline, newTemplate, says, sees } from './story.ts'

const usual = [...baseline(), ...newTemplate()]
const runs = sees(2, { state: { running: { startedAt: 2 } } })
const ended = { terminated: { exitCode: 1, at: 8 } }
const ends = sees(8, { state: ended })
const runsAgain = sees(9, { state: { running: { startedAt: 9 } }, last: ended, restarts: 1 })
const wanted = (...events: RolloutEvent[]) =>
  wantedLogs(fold([...usual, ...events, tick(10)])).map(({ attempt, previous }) => ({ attempt, previous }))

describe('the last words of a container', () => {
  it.each<[string, RolloutEvent[], ReturnType<typeof wanted>]>([
    ['that nobody has read', [runs, ends], [{ attempt: 0, previous: false }]],
    ['that was read while it still ran', [runs, says(5, 0, 'boot'), ends], [{ attempt: 0, previous: false }]],
    ['that was read since', [runs, ends, says(9, 0, 'boot', 'Error: no licence')], []],
    [
      'in whose place the next run was read, which had said nothing yet',
      [runs, ends, runsAgain, says(9, 0)],
      [{ attempt: 0, previous: true }],
    ],
    [
      'of which the kubelet has nothing any more',
      [runs, ends, runsAgain, says(9, 0, 'unable to retrieve container logs for containerd://811c')],
      [{ attempt: 0, previous: true }],
    ],
  ])('%s', (_, events, expected) => expect(wanted(...events)).toEqual(expected))

  it('are asked for once more where nothing had been written yet', () => {
    const keys = [
      [runs, ends],
      [runs, ends, says(9, 0)],
      [runs, ends, says(9, 0), says(10, 0)],
    ].map((events) => wantedLogs(fold([...usual, ...events, tick(10)])).map(({ key }) => key))
    expect(keys[1]).not.toEqual(keys[0])
    expect(keys[2]).toEqual(keys[1])
  })

  it('are asked for anew where the API calls them previous', () => {
    const keys = [
      [runs, ends],
      [runs, ends, runsAgain],
    ].map((events) => wantedLogs(fold([...usual, ...events, tick(10)]))[0]?.key)
    expect(new Set(keys).size).toBe(2)
  })
})
