import type { Due } from '../rollout/state.ts'
import type { Reporter, StoryEvent } from '../story.ts'
import { dueNews } from './due-news.ts'

type Options = {
  write(text: string): void
  /** Whether what was written so far has arrived. */
  hasReader?(): boolean
  warn?(text: string): void
}

/** One JSON line on stdout for each thing that happens; of the whole rollout state only the end that is near, the transitions say the rest. */
export function ndjsonReporter({ write, hasReader = () => true, warn = () => {} }: Options): Reporter {
  const news = dueNews()
  let hasWarned = false
  return {
    report(event) {
      if (!hasReader() && !hasWarned) {
        hasWarned = true
        warn('  ! nobody reads stdout any more; the work goes on, and its exit code tells how it ends\n')
      }
      if (event.type === 'end') return
      if (event.type !== 'rollout') return write(line(event))
      const due = news(event.state)
      if (due) write(line(dueEvent(event.at, due)))
    },
    close: () => {},
  }
}

const line = ({ at, ...event }: Exclude<StoryEvent, { type: 'rollout' }> | ReturnType<typeof dueEvent>) =>
  `${JSON.stringify({ schema: 'k8sdeploy/event/1', at: new Date(at).toISOString(), ...event })}\n`

const dueEvent = (at: number, { at: endsAt, class: name, component }: Due) => ({
  at,
  type: 'due' as const,
  class: name,
  component,
  endsAt: new Date(endsAt).toISOString(),
})
