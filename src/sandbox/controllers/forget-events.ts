import type { Store } from '../store.ts'

const keptMs = 3_600_000

/** Events are kept for an hour, as an API server does. */
export function forgetOldEvents(store: Store, everyMs = 300_000): () => void {
  const timer = setInterval(() => {
    const before = Date.now() - keptMs
    for (const event of store.list('', 'events')) {
      const { name = '', namespace = '' } = event.metadata ?? {}
      const last = Date.parse(String(event['lastTimestamp'] ?? event.metadata?.creationTimestamp))
      if (last < before) store.remove({ group: '', resource: 'events', namespace, name }, { force: true })
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
