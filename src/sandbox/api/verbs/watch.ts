import type { ServerResponse } from 'node:http'
import type { Change, StoredObject } from '../../store.ts'
import { expired } from '../api-error.ts'
import type { Call, Reply } from '../call.ts'
import { apiVersionOf } from '../resources.ts'
import { asTable, wantsTable } from '../table/as-table.ts'
import { selectorOf } from './read.ts'

type Send = (type: string, object: object) => void

/** Changes from a resourceVersion on, a JSON object a line, until the client has had enough or its time is over. */
export function watch(call: Call): Reply {
  const from = call.query.get('resourceVersion') ?? ''
  const isFresh = from === '' || from === '0'
  const past = isFresh ? [] : call.store.since(Number(from))
  return { stream: (response) => stream(call, response, past, isFresh) }
}

function stream(call: Call, response: ServerResponse, past: Change[] | undefined, isFresh: boolean): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' })
  // A client waits for the headers, and nothing may happen for long.
  response.flushHeaders()
  // A watcher that hears nothing for a while still has to learn that it is connected.
  response.flushHeaders()
  const send: Send = (type, object) => void response.write(`${JSON.stringify({ type, object })}\n`)
  if (past === undefined) {
    send('ERROR', expired().toStatus())
    return void response.end()
  }
  const tell = teller(call, send)
  begin(call, tell, send, past, isFresh)
  const stop = call.store.subscribe(tell)
  endLater(call, response, send, stop)
}

function begin(
  call: Call,
  tell: (change: Change) => void,
  send: Send,
  past: Change[],
  isFresh: boolean,
): void {
  const { query, store, resource, namespace } = call
  const asksInitial = query.get('sendInitialEvents') === 'true'
  if (isFresh || asksInitial) {
    const now = store.list(resource.group, resource.resource, namespace).filter(selectorOf(call))
    for (const object of now) send('ADDED', shown(call, object))
  } else past.forEach(tell)
  if (asksInitial) send('BOOKMARK', bookmark(call, { 'k8s.io/initial-events-end': 'true' }))
}

/** An object that begins or ceases to match the selector is added or deleted, for this watcher. */
function teller(call: Call, send: Send): (change: Change) => void {
  const isSelected = selectorOf(call)
  return ({ type, resource, object, previous }) => {
    if (resource !== call.resource) return
    if (call.namespace !== undefined && object.metadata?.namespace !== call.namespace) return
    const was = type !== 'ADDED' && previous !== undefined && isSelected(previous)
    const is = type !== 'DELETED' && isSelected(object)
    if (is) send(was ? 'MODIFIED' : 'ADDED', shown(call, object))
    else if (was) send('DELETED', shown(call, { ...object }))
  }
}

const shown = (call: Call, object: StoredObject): object =>
  wantsTable(call.accept)
    ? asTable(call, [object], { resourceVersion: object.metadata?.resourceVersion })
    : object

const bookmark = ({ resource, store }: Call, annotations?: Record<string, string>): object => ({
  kind: resource.kind,
  apiVersion: apiVersionOf(resource),
  metadata: {
    resourceVersion: String(store.resourceVersion()),
    creationTimestamp: null,
    ...(annotations ? { annotations } : {}),
  },
})

const bookmarkEvery = 60_000

function endLater(call: Call, response: ServerResponse, send: Send, stop: () => void): void {
  const { query } = call
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800
  const end = setTimeout(() => response.end(), seconds * 1000)
  const wantsBookmarks = query.get('allowWatchBookmarks') === 'true'
  const bookmarks = wantsBookmarks
    ? setInterval(() => send('BOOKMARK', bookmark(call)), bookmarkEvery)
    : undefined
  response.on('close', () => {
    stop()
    clearTimeout(end)
    clearInterval(bookmarks)
  })
}
