import type { Readable } from 'node:stream'
import { isDeployError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'
import { type Api, attemptOf } from './api.ts'
import { createLines } from './lines.ts'
import { type ResourceRef, resourcePath } from './resources.ts'
import { retryAfterMs } from './retry-after.ts'
import { shareTemplates } from './share-templates.ts'
import { readStatus, statusError } from './status-error.ts'
import { tidy } from './tidy.ts'
import { startWatchdog } from './watchdog.ts'

export type StreamOptions = {
  api: Api
  clock: Clock
  ref: ResourceRef
  fieldSelector?: string | undefined
  /** The resourceVersion to go on from. */
  position: string
  signal: AbortSignal
  receive: (type: string, object: KubeObject) => void
}
export type StreamEnd =
  | { type: 'closed' }
  | { type: 'stopped' }
  /** The position is too old, or what came could not be read: only a list helps. */
  | { type: 'expired' }
  /** This kind may be listed, and not watched. */
  | { type: 'unwatchable' }
  | { type: 'broken'; message: string; retryAfterMs?: number }

const serverTimeoutSeconds = 240
const headersMs = 10_000
/** The API server sends a bookmark each minute; longer silence means that nobody is there. */
const idleMs = 75_000

/** One watch, from its request to its end, whatever the end is. */
export async function followStream(options: StreamOptions): Promise<StreamEnd> {
  const { api, ref, fieldSelector, position, signal } = options
  try {
    const answer = await api.transport.open({
      method: 'GET',
      path: resourcePath(ref),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        fieldSelector,
        resourceVersion: position,
        timeoutSeconds: String(serverTimeoutSeconds),
      },
      signal,
      timeoutMs: headersMs,
    })
    if (answer.status === 200) return await readStream(options, answer.stream)
    answer.stream.resume()
    return refused(options, answer.status, retryAfterMs(answer.headers))
  } catch (error) {
    if (signal.aborted) return { type: 'stopped' }
    if (!isDeployError(error)) throw error
    return { type: 'broken', message: error.message }
  }
}

function refused({ api, ref }: StreamOptions, status: number, wait: number | undefined): StreamEnd {
  if (status === 410) return { type: 'expired' }
  if ([403, 404, 405].includes(status)) return { type: 'unwatchable' }
  const response = { status, headers: {}, text: '' }
  const message = statusError(response, attemptOf({ verb: 'watch', ...ref }, api.context)).message
  return { type: 'broken', message, ...(wait === undefined ? {} : { retryAfterMs: wait }) }
}

async function readStream(options: StreamOptions, stream: Readable): Promise<StreamEnd> {
  const idle = startWatchdog(options.clock, idleMs, () => stream.destroy(new Error('the watch fell silent')))
  const lines = createLines()
  try {
    for await (const chunk of stream) {
      idle.heard()
      for (const line of lines.add(chunk as Buffer)) {
        const end = takeIn(options, line)
        if (end) return end
      }
    }
    return { type: 'closed' }
  } catch (error) {
    if (options.signal.aborted) return { type: 'stopped' }
    return {
      type: 'broken',
      message: `the watch of ${options.ref.kind}s was cut: ${(error as Error).message}`,
    }
  } finally {
    idle.stop()
    stream.destroy()
  }
}

/** An end, when the line says so. */
function takeIn({ ref, receive }: StreamOptions, line: string): StreamEnd | undefined {
  const event = readLine(line)
  if (!event) return { type: 'expired' }
  if (event.type !== 'ERROR') {
    receive(event.type, shareTemplates(tidy({ apiVersion: ref.apiVersion, kind: ref.kind, ...event.object })))
    return undefined
  }
  const { code, message } = event.object as { code?: number; message?: string }
  if (code === 410) return { type: 'expired' }
  return { type: 'broken', message: message ?? readStatus(line).reason ?? 'the watch ended with an error' }
}

function readLine(line: string): { type: string; object: KubeObject } | undefined {
  try {
    const event = JSON.parse(line) as { type?: unknown; object?: unknown }
    if (typeof event.type !== 'string' || typeof event.object !== 'object' || event.object === null)
      return undefined
    return event as { type: string; object: KubeObject }
  } catch {
    return undefined
  }
}
