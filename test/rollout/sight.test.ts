import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { WatchedKind } from '../../src/rollout/kube.ts'
import { templateKey } from '../../src/rollout/template-key.ts'
import { fold } from './fold.ts'
import { at, deployment, released, ticks } from './objects.ts'
import { baseline, newTemplate, oldGone, takesOver } from './story.ts'

const lost = (second: number): RolloutEvent => ({ type: 'lost', at: at(second), message: 'ECONNREFUSED' })
const regained = (second: number): RolloutEvent => ({ type: 'regained', at: at(second) })
const hidden = (kind: WatchedKind): RolloutEvent => ({
  type: 'forbidden',
  at: at(0),
  kind,
  message: 'may not',
})
const long = { timeoutSeconds: 600 }
const usual = [...baseline(), ...newTemplate()]

describe('a cluster that can’t be seen', () => {
  it('is lost for good after two minutes, and says what it met', () => {
    const before = fold([...usual, lost(10), ...ticks(10, 129)], long)
    expect(before.phase).toBe('progressing')
    const after = fold([...usual, lost(10), ...ticks(10, 131)], long)
    expect(after).toMatchObject({ phase: 'lost', lost: { since: at(10), message: 'ECONNREFUSED' } })
    expect(after.verdict).toBeUndefined()
  })

  it('may come back', () => {
    const state = fold([...usual, lost(10), regained(100), ...ticks(100, 140)], long)
    expect(state).toMatchObject({ phase: 'progressing', sight: 'ok' })
    expect(state.lost).toBeUndefined()
  })

  it('is lost before anything is released, too', () => {
    expect(fold([lost(1), ...ticks(1, 125)]).phase).toBe('lost')
  })
})

describe('a kind that can’t be seen', () => {
  it.each<WatchedKind>(['EndpointSlice', 'Pod', 'ReplicaSet'])(
    '%s: the Deployment’s word has to do',
    (kind) => {
      const seenKinds = [...usual, ...takesOver(5), oldGone(7)].filter(
        (event) => !('kind' in event) || event.kind !== kind,
      )
      const state = fold([hidden(kind), ...seenKinds, ...ticks(5, 40)])
      expect(state.phase).toBe('complete')
      expect(state.unseen).toMatchObject([{ kind, message: 'may not' }])
    },
  )

  it('is seen again once it was listed', () => {
    const state = fold([hidden('Event'), ...usual, { type: 'synced', at: at(3), kind: 'Event' }])
    expect(state.unseen).toEqual([])
    expect(state.memory.hidden.size).toBe(0)
  })
})

it('a watch that is late with our own change shows no stranger’s', () => {
  const templates = { 'shop-backend': templateKey(deployment({ image: 'backend:2' }).spec?.template) }
  const state = fold([...baseline(), { ...released(1), templates } as RolloutEvent, ...ticks(1, 20)])
  expect(state.phase).toBe('progressing')
})
