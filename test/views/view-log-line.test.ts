import { describe, expect, it } from 'vitest'
import { viewSpeaker } from '../../src/views/view-log-line.ts'

const speaker = { component: 'api', pod: 'shop-api-7d9f-x2k4q', container: 'api', isAlone: true }

describe('who speaks', () => {
  it.each([
    ['a component and the end of its pod’s name', {}, 0, 'api x2k4q │'],
    ['in a column', {}, 14, 'api x2k4q      │'],
    ['one of several containers', { isAlone: false, container: 'proxy' }, 0, 'api x2k4q/proxy │'],
  ])('%s', (_, change, width, text) => {
    expect(viewSpeaker({ ...speaker, ...change }, [], width)).toBe(text)
  })

  it('has one colour for as long as the pod lives', () => {
    const tints = ['a', 'b', 'c', 'd'].map((tint) => (text: string) => `${tint}:${text}`)
    const colours = ['x2k4q', 'm8s7w', 'q9z2t', 'w4c8n', 'zzzzz', 'abcde'].map(
      (end) => viewSpeaker({ ...speaker, pod: `shop-api-7d9f-${end}` }, tints, 0)[0],
    )
    expect(new Set(colours).size).toBeGreaterThan(1)
    expect(viewSpeaker(speaker, tints, 30)[0]).toBe(colours[0])
  })
})
