import { expect, it } from 'vitest'
import { emptyMemory } from '../../src/rollout/memory.ts'
import { remember } from '../../src/rollout/remember.ts'
import { gone } from './objects.ts'
import { hears } from './story.ts'

it('an Event that has expired changes nothing, as bare as a list tells of it', () => {
  const memory = remember(emptyMemory(), 'shop', hears(3, 'BackOff', 'Back-off restarting failed container'))
  const bare = gone(4, 'Event', { metadata: { name: 'e', uid: 'e-1', resourceVersion: '9' } })
  expect(remember(memory, 'shop', bare)).toBe(memory)
})
