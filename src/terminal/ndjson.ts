import type { Reporter, StoryEvent } from '../story.ts'

/** One JSON line on stdout for each thing that happens; the whole rollout state is left out, its transitions say it. */
export function ndjsonReporter({ write }: { write(text: string): void }): Reporter {
  return {
    report(event) {
      if (event.type !== 'rollout' && event.type !== 'end') write(`${JSON.stringify(line(event))}\n`)
    },
    close: () => {},
  }
}

const line = ({ at, ...event }: StoryEvent) => ({
  schema: 'k8sdeploy/event/1',
  at: new Date(at).toISOString(),
  ...event,
})
