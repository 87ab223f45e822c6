import { expect, it } from 'vitest'
import { viewTimelines } from '../../src/views/view-timelines.ts'
import { fold } from '../rollout/fold.ts'
import { gone, pod, readyPod, seen, tick } from '../rollout/objects.ts'
import { baseline, hears, newTemplate, oldGone, sees, takesOver } from '../rollout/story.ts'
import { plain } from './plain-palette.ts'

const oldLeaves = (second: number) => [
  // what the kubelet writes last: deleted once more, at once
  seen(second, 'Pod', pod('old-1', { hash: 'old', deletionAt: second, grace: 0 })),
  oldGone(second),
]
const story = [
  ...baseline(),
  ...newTemplate(),
  sees(2, { state: { waiting: { reason: 'ContainerCreating' } } }),
  hears(3, 'Pulled', 'Successfully pulled image'),
  sees(5, { state: { running: { startedAt: 5 } }, started: true }),
  ...takesOver(9),
  ...oldLeaves(15),
  tick(16),
]
const many = Array.from({ length: 50 }, (_, index) =>
  seen(12, 'Pod', readyPod(`new-1${index}`, 2 + (index % 9))),
)
const manyOld = Array.from({ length: 9 }, (_, index) => [
  seen(0, 'Pod', readyPod(`old-1${index}`, 0, { hash: 'old' })),
  seen(9, 'Pod', readyPod(`old-1${index}`, 0, { hash: 'old', deletionAt: 39 })),
  gone(10 + index, 'Pod', pod(`old-1${index}`, { hash: 'old' })),
]).flat()

const show = (events: typeof story, columns: number) =>
  `\n${viewTimelines(fold(events), plain, columns).join('\n')}\n`

it('tells how long each step of each pod took', () => {
  expect(show(story, 80)).toMatchInlineSnapshot(`
    "
        backend   new-1 new ready after 2s: started 1s ready 1s
                  old-1 old gone after 6s
    "
  `)
  expect(show(story, 40)).toMatchInlineSnapshot(`
    "
        backend  1 new ready after 2s
                 1 old gone after 6s
    "
  `)
})

it('tells of many pods from the fastest to the slowest', () => {
  expect(show([...story, ...many, ...manyOld, tick(20)], 80)).toMatchInlineSnapshot(`
    "
        backend   51 new pods ready after 2s
                  10 old pods gone after 1s to 9s (old-18), half within 6s
    "
  `)
  for (const line of show([...story, ...many, ...manyOld, tick(20)], 40).split('\n'))
    expect(line.length).toBeLessThanOrEqual(40)
})
