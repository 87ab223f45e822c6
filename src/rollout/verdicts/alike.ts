import type { EventFacts } from '../read-event.ts'

/** Each attempt of a kubelet or a runtime has a name of its own, by chance or by the clock. */
const withoutNames = (text: string): string => text.replace(/^Error: /, '').replace(/[\da-f]{5,}|\d+/g, '#')

export const isAlike = (a: string, b: string): boolean => withoutNames(a) === withoutNames(b)

const least = (a: number | undefined, b: number | undefined) => Math.min(a ?? Infinity, b ?? Infinity)

const merge = (before: EventFacts, after: EventFacts): EventFacts => ({
  ...((after.lastAt ?? 0) >= (before.lastAt ?? 0) ? after : before),
  count: before.count + after.count,
  firstAt: least(before.firstAt, after.firstAt),
})

/** What was said again and again but for such names, as said once, and counted. */
export const mergeAlike = (events: EventFacts[]): EventFacts[] => {
  const merged = new Map<string, EventFacts>()
  for (const event of events) {
    const key = `${event.reason} ${withoutNames(event.message)}`
    const before = merged.get(key)
    merged.set(key, before ? merge(before, event) : event)
  }
  return [...merged.values()]
}
