import { eventsAbout, type Memory } from './memory.ts'
import type { ContainerFacts } from './read-container.ts'
import type { EventFacts } from './read-event.ts'
import type { ProbeFacts } from './read-probe.ts'
import { summarizeExecError } from './summarize-exec-error.ts'

export type ProbeKind = 'Readiness' | 'Liveness' | 'Startup'
export type Probed = Pick<ContainerFacts, 'name' | 'probes'>

const names = { Readiness: 'readiness', Liveness: 'liveness', Startup: 'startup' } as const

const sentences: [RegExp, string][] = [
  [/connection refused/i, 'connection refused'],
  [/deadline exceeded|timeout|timed out/i, 'no answer in time'],
  [/connection reset/i, 'connection reset'],
  [/\bEOF$/, 'the end of the connection'],
  [/gave HTTP response to HTTPS client/, 'plain HTTP, where the probe speaks HTTPS'],
  [/does not implement the grpc health protocol/i, 'without the gRPC health protocol'],
  [/\bNOT_SERVING\b/, 'NOT_SERVING'],
  [/malformed HTTP/, 'something that is not HTTP; perhaps TLS, where the probe speaks plain HTTP'],
]

/** The kubelet takes the name of a port that nobody has for a number, as a last resort. A command may say the same of its own. */
const findUnknownPort = (message: string, probe: ProbeFacts | undefined): string | undefined =>
  probe?.isCommand ? undefined : /^\w+ probe errored.*strconv\.Atoi: parsing "([^"]*)"/.exec(message)?.[1]

const shorten = (message: string): string => {
  const status = /statuscode: (\d+)/.exec(message)?.[1]
  if (status) return status
  const sentence = sentences.find(([pattern]) => pattern.test(message))?.[1]
  return (sentence ?? summarizeExecError(message) ?? message).slice(0, 120) || 'a failure without words'
}

/** The kubelet follows a redirect that stays on the pod, and tells of the address where that ended. */
const findRedirect = (url: string, probe: ProbeFacts | undefined): string => {
  if (probe?.port === undefined || !URL.canParse(url)) return ''
  const { port, protocol } = new URL(url)
  const asked = Number(port) || (protocol === 'https:' ? 443 : 80)
  return asked === probe.port ? '' : `a redirect to ${url}: `
}

const readAnswer = (message: string, probe: ProbeFacts | undefined): string => {
  const port = findUnknownPort(message, probe)
  if (port !== undefined) return `nothing: none of its ports is called "${port}"`
  const text = message.replace(/^\w+ probe (failed|errored)[^:]*: /, '').trim()
  const [, url = '', rest = text] = /^Get "([^"]*)": (.*)$/s.exec(text) ?? []
  return findRedirect(url, probe) + shorten(rest)
}

export type ProbeFailure = { answer: string; event: EventFacts }

/** What the kubelet told of a container's failing probe, the latest first; an Event holds the answer, never the path. */
export const probeFailures = (events: EventFacts[], kind: ProbeKind, container: Probed): ProbeFailure[] =>
  events
    .filter((one) => one.reason === 'Unhealthy' && one.message.startsWith(kind))
    .filter((one) => one.about.container === '' || one.about.container === container.name)
    .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))
    .map((event) => ({ answer: readAnswer(event.message, container.probes[names[kind]]), event }))

/** The kubelet could not ask, and throws such an answer away. */
export const isDiscarded = ({ event }: ProbeFailure): boolean => / probe errored/.test(event.message)

export const lastProbeFailure = (
  memory: Memory,
  podUid: string,
  kind: ProbeKind,
  container: Probed,
): ProbeFailure | undefined => probeFailures(eventsAbout(memory, podUid), kind, container)[0]

/** Commands tell the time, and how much is left: the same but for its numbers is the same. */
export const isSameAnswer = (a: string, b: string): boolean =>
  a === b || (!/^\d+$/.test(a) && a.replace(/\d+/g, '#') === b.replace(/\d+/g, '#'))
