import { describe, expect, it } from 'vitest'
import { summarizeCompletion } from '../../src/rollout/summarize-completion.ts'
import { fold } from './fold.ts'
import { pod, released, seen, ticks } from './objects.ts'
import { baseline, newTemplate, oldGone, takesOver } from './story.ts'

const held = () => {
  const old = pod('old-1', { hash: 'old', deletionAt: 6, phase: 'Succeeded' })
  return { ...old, metadata: { ...old.metadata, finalizers: ['example.com/backup'] } }
}
const rolledOut = [...baseline(), ...newTemplate(), ...takesOver(4)]

describe('what a rollout came to', () => {
  it('says how long it was watched on', () => {
    const state = fold([...rolledOut, oldGone(6), ...ticks(6, 12)])
    expect(summarizeCompletion(state)).toBe('backend 1 of 1 ready · no restart for 5 s')
  })

  it('says who holds an old pod', () => {
    const state = fold([...rolledOut, seen(8, 'Pod', held()), ...ticks(8, 14)])
    expect(summarizeCompletion(state)).toContain(
      'old pod old-1 runs nothing any more, but example.com/backup holds it',
    )
  })

  it('claims no rollout where nothing changed', () => {
    const state = fold([...baseline(), released(1, 1), ...ticks(2, 5)])
    expect(summarizeCompletion(state)).toBe(
      'backend 1 of 1 ready · nothing rolled out: no pod template changed',
    )
  })
})
