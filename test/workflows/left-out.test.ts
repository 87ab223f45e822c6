import { describe, expect, it } from 'vitest'
import { leftOut } from '../../src/workflows/left-out.ts'
import { detect, express, json } from '../project/detect-texts.ts'

const started = json({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } })
const project = detect({
  'web/package.json': json({ dependencies: { vite: '7' } }),
  'api/package.json': started,
  'worker/package.json': started,
  'lib/package.json': express,
  'docs/package.json': json({ dependencies: { astro: '5' }, scripts: { start: 'astro dev' } }),
})

describe('what is not deployed', () => {
  it('is what runs by itself beside the two', () => {
    expect(leftOut(['web', 'api'], project).map(({ message }) => message)).toEqual([
      'worker runs by itself (Express), and is not deployed',
    ])
  })

  it('is not known as long as the two are open', () => {
    expect(leftOut(['web', ''], project)).toEqual([])
  })
})
