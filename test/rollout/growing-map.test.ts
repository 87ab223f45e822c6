import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrowingMap } from '../../src/rollout/growing-map.ts'

const build = (pairs: [string, number][]) =>
  pairs.reduce((map, [key, value]) => map.with(key, value), GrowingMap.empty<number>())

describe('a growing map', () => {
  it('holds what a Map holds, in the same order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.nat())), (pairs) => {
        const expected = new Map(pairs)
        const map = build(pairs)
        expect([...map]).toEqual([...expected])
        expect(map.size).toBe(expected.size)
        for (const [key, value] of expected) expect(map.get(key)).toBe(value)
      }),
    )
  })

  it('holds thousands', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `pod-${index}`)
    const map = build(keys.map((key, index) => [key, index]))
    expect([...map.keys()]).toEqual(keys)
    expect(keys.every((key, index) => map.get(key) === index)).toBe(true)
    expect(map.has('pod-5000')).toBe(false)
  })

  it('never changes', () => {
    const before = build([['a', 1]])
    const after = before.with('a', 2).with('b', 3)
    expect([[...before], [...after]]).toEqual([
      [['a', 1]],
      [
        ['a', 2],
        ['b', 3],
      ],
    ])
  })
})
