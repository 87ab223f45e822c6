import type { Readable } from 'node:stream'
import { DeployError } from '../errors.ts'
import type { Cluster, LogLine } from '../ports.ts'
import { type Api, attemptOf } from './api.ts'
import { createLines } from './lines.ts'
import { resourcePath } from './resources.ts'
import { statusError } from './status-error.ts'

type Options = Parameters<Cluster['logs']>[0]
type StreamOptions = Parameters<Cluster['logLines']>[0]

/** The last lines of a container; none when it has not started yet or its previous run is gone. */
export async function fetchLogs(api: Api, options: Options): Promise<string[]> {
  const response = await api.transport.call({
    ...requestOf(options),
    query: {
      ...queryOf(options),
      tailLines: String(options.tailLines ?? 50),
      limitBytes: '262144',
    },
  })
  if (isNothing(response.status)) return []
  if (response.status >= 300) throw refused(api, options, response.status, response.text)
  const lines = response.text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** Lines with their times, as they come. */
export async function* streamLogs(api: Api, options: StreamOptions): AsyncGenerator<LogLine> {
  const { follow, since } = options
  const answer = await api.transport.open({
    ...requestOf(options),
    query: {
      ...queryOf(options),
      timestamps: 'true',
      follow: follow ? 'true' : undefined,
      tailLines: options.tailLines === undefined ? undefined : String(options.tailLines),
      sinceTime: since === undefined ? undefined : new Date(since).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  })
  if (answer.status === 200) return yield* readLines(options, answer.stream)
  const text = await readText(answer.stream)
  if (!isNothing(answer.status)) throw refused(api, options, answer.status, text)
}

async function* readLines(options: StreamOptions, stream: Readable): AsyncGenerator<LogLine> {
  const lines = createLines()
  try {
    for await (const chunk of stream)
      for (const line of lines.add(chunk as Buffer)) if (isTimed(line)) yield readLine(line, true)
    const rest = lines.rest()
    if (isTimed(rest)) yield readLine(rest, false)
  } catch (error) {
    if (!options.signal.aborted) throw wasCut(options, error as Error)
  } finally {
    stream.destroy()
  }
}

/** Other lines are the kubelet's own: it has lost the container. */
const isTimed = (line: string) => /^\d{4}-\d\d-\d\dT\S+( |$)/.test(line)

/** The time stands before the first blank. */
function readLine(line: string, isWhole: boolean): LogLine {
  const blank = line.indexOf(' ')
  return blank < 0
    ? { time: line, text: '', isWhole }
    : { time: line.slice(0, blank), text: line.slice(blank + 1), isWhole }
}

type Asked = Pick<StreamOptions, 'namespace' | 'pod' | 'container' | 'previous'> & { signal?: AbortSignal }

const refOf = ({ namespace, pod }: Asked) => ({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod })

const requestOf = (asked: Asked) => ({
  method: 'GET' as const,
  path: `${resourcePath(refOf(asked))}/log`,
  accept: '*/*',
  signal: asked.signal,
})

const queryOf = ({ container, previous }: Asked) => ({ container, previous: previous ? 'true' : undefined })

/** It waits to start, has no previous run, or is gone. */
const isNothing = (status: number) => status === 404 || status === 400

const refused = ({ context }: Api, asked: Asked, status: number, text: string): DeployError =>
  statusError(
    { status, headers: {}, text },
    attemptOf({ verb: 'get', ...refOf(asked), resource: 'pods/log' }, context),
  )

async function readText(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

const wasCut = ({ pod }: Asked, cause: Error) =>
  new DeployError('CLUSTER_UNREACHABLE', `the log of pod ${pod} was cut: ${cause.message}`, { cause })
