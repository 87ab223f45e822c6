import { expect, it } from 'vitest'
import { eventQueue } from '../../src/workflows/event-queue.ts'

it('gives items in order of arrival, whether pushed before or while somebody waits', async () => {
  const queue = eventQueue<number>()
  queue.push(1)
  const seen: number[] = []
  const reading = (async () => {
    for await (const item of queue.items) seen.push(item)
  })()
  await Promise.resolve()
  queue.push(2)
  queue.push(3)
  await Promise.resolve()
  queue.close()
  queue.push(4)
  await reading
  expect(seen).toEqual([1, 2, 3])
})
