import { eventsAbout, type Memory } from './memory.ts'
import type { EventFacts } from './read-event.ts'
import { summarizeExecError } from './summarize-exec-error.ts'

export type ProbeKind = 'Readiness' | 'Liveness' | 'Startup'

const shorten = (message: string): string => {
  const status = /statuscode: (\d+)/.exec(message)?.[1]
  if (status) return status
  if (/connection refused/i.test(message)) return 'connection refused'
  if (/deadline exceeded|timeout|timed out/i.test(message)) return 'no answer in time'
  return (summarizeExecError(message) ?? message).slice(0, 120) || 'a failure without words'
}

export type ProbeFailure = { answer: string; event: EventFacts }

/** What the kubelet told of a container's failing probe, the latest first; an Event holds the answer, never the path. */
export const probeFailures = (events: EventFacts[], kind: ProbeKind, container: string): ProbeFailure[] =>
  events
    .filter((one) => one.reason === 'Unhealthy' && one.message.startsWith(kind))
    .filter((one) => one.about.container === '' || one.about.container === container)
    .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))
    .map((event) => {
      const text = event.message.replace(/^\w+ probe (failed|errored)[^:]*: /, '').trim()
      return { answer: shorten(text), event }
    })

export const lastProbeFailure = (
  memory: Memory,
  podUid: string,
  kind: ProbeKind,
  container: string,
): ProbeFailure | undefined => probeFailures(eventsAbout(memory, podUid), kind, container)[0]
