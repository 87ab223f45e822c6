import type { RolloutEvent } from '../../src/rollout/event.ts'
import { ticks } from './objects.ts'

const byTime = (events: RolloutEvent[]): RolloutEvent[] =>
  events
    .map((event, index) => ({ event, index }))
    .sort((a, b) => a.event.at - b.event.at || a.index - b.index)
    .map(({ event }) => event)

/** A tick each second among the events, after those of its own moment. */
export const playedWithTicks = (events: RolloutEvent[], until: number): RolloutEvent[] =>
  byTime([...events, ...ticks(1, until)])

/** What a watch may deliver in any order; everything else is a moment that has to stay where it is. */
const isNews = (event: RolloutEvent): boolean => ['seen', 'gone', 'log', 'confirmed'].includes(event.type)

const random = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const shuffle = <T>(items: T[], next: () => number): T[] =>
  items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)

/** The same events, those between two ticks in another order. */
export const shuffledWithin = (events: RolloutEvent[], seed: number): RolloutEvent[] => {
  const next = random(seed)
  const shuffled: RolloutEvent[] = []
  let moment: RolloutEvent[] = []
  for (const event of events) {
    if (isNews(event)) moment.push(event)
    else {
      shuffled.push(...shuffle(moment, next), event)
      moment = []
    }
  }
  return [...shuffled, ...shuffle(moment, next)]
}
