import type { ServerResponse } from 'node:http'
import type { LogBuffer, LogLine } from '../../machine/log-buffer.ts'
import type { StoredObject } from '../../store.ts'
import { badRequest } from '../api-error.ts'
import type { Call, Reply } from '../call.ts'
import { dig, recordsOf, textOf } from '../json.ts'
import { findCurrent } from './update.ts'

export function podLog(call: Call): Reply {
  const pod = findCurrent(call)
  const container = chooseContainer(call, pod)
  const previous = call.query.get('previous') === 'true'
  const at = { namespace: call.namespace ?? 'default', pod: call.name, container, previous }
  const buffer = call.logs(at)
  if (buffer === undefined) throw noLog(pod, container, previous)
  return { stream: (response) => stream(call, response, buffer) }
}

function chooseContainer({ query, name }: Call, { spec }: StoredObject): string {
  const names = [...recordsOf(spec?.containers), ...recordsOf(spec?.initContainers)].map((one) =>
    textOf(one.name),
  )
  const asked = query.get('container')
  if (asked && !names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`)
  const [only, ...more] = recordsOf(spec?.containers).map((one) => textOf(one.name))
  if (!asked && more.length > 0)
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${[only, ...more].join(' ')}]`,
    )
  return asked ?? only ?? ''
}

function noLog(pod: StoredObject, container: string, previous: boolean): Error {
  const name = pod.metadata?.name ?? ''
  if (previous) return badRequest(`previous terminated container "${container}" in pod "${name}" not found`)
  const status = recordsOf(pod.status?.containerStatuses).find((one) => one.name === container)
  const reason = dig(status, 'state', 'waiting', 'reason') ?? 'ContainerCreating'
  return badRequest(
    `container "${container}" in pod "${name}" is waiting to start: ${reasons[String(reason)] ?? reason}`,
  )
}

const reasons: Record<string, string> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
}

function stream({ query, now }: Call, response: ServerResponse, buffer: LogBuffer): void {
  response.writeHead(200, { 'content-type': 'text/plain' })
  response.flushHeaders()
  const isTimed = query.get('timestamps') === 'true'
  const write = ({ time, text }: LogLine): void =>
    void response.write(`${isTimed ? `${time} ` : ''}${text}\n`)
  select(query, buffer.lines(), now()).forEach(write)
  if (query.get('follow') !== 'true' || buffer.isEnded()) return void response.end()
  const stop = buffer.follow((line) => (line === undefined ? void response.end() : write(line)))
  response.on('close', stop)
}

function select(query: URLSearchParams, lines: LogLine[], now: Date): LogLine[] {
  const seconds = query.get('sinceSeconds')
  const since = seconds ? now.getTime() - Number(seconds) * 1000 : Date.parse(query.get('sinceTime') ?? '')
  const recent = Number.isNaN(since) ? lines : lines.filter(({ time }) => Date.parse(time) >= since)
  const tail = query.get('tailLines')
  const last = tail === null ? recent : recent.slice(Math.max(0, recent.length - Number(tail)))
  return bounded(last, Number(query.get('limitBytes') ?? 0))
}

function bounded(lines: LogLine[], limit: number): LogLine[] {
  if (limit <= 0) return lines
  let left = limit
  return lines.flatMap((line) => {
    const text = line.text.slice(0, Math.max(0, left - 1))
    left -= line.text.length + 1
    return text === '' ? [] : [{ ...line, text }]
  })
}
