import { expect, it } from 'vitest'
import { fold } from './fold.ts'
import { tick } from './objects.ts'
import { baseline, newTemplate, sees } from './story.ts'

it('what was there before the release is no change', () => {
  expect(fold([...baseline(), tick(1)]).transitions).toEqual([])
})

it('a new pod comes from nowhere, and is news', () => {
  const { transitions } = fold([
    ...baseline(),
    ...newTemplate(),
    sees(2, { state: { waiting: { reason: 'ContainerCreating' } } }),
    tick(3),
  ])
  expect(transitions.map(({ object, from, to }) => `${object} ${from}→${to}`)).toEqual([
    'Deployment/shop-backend Active→Updating',
    'Pod/new-1 →Starting',
  ])
})

it('a pod that was evicted is told to be', () => {
  const { transitions } = fold([
    ...baseline(),
    ...newTemplate(),
    sees(2, { state: { running: { startedAt: 2 } } }),
    tick(3),
    sees(4, { state: { running: { startedAt: 2 } }, deletionAt: 34, grace: 30, thrownOutAt: 4 }),
    tick(5),
  ])
  expect(transitions.at(-1)).toMatchObject({ to: 'Terminating', detail: 'evicted; may take 30 s' })
})
