import { describe, expect, it } from 'vitest'
import { createStore } from '../../src/sandbox/memory-store.ts'
import type { Change } from '../../src/sandbox/store.ts'

const now = () => new Date('2026-01-02T03:04:05.678Z')
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'n' },
  spec: { nodeName: 'node' },
}
const podKey = { group: '', resource: 'pods', namespace: 'n', name: 'a' }

describe('store', () => {
  it('fills what the API server owns', () => {
    const store = createStore({ now })
    const stored = store.create('', 'pods', pod)
    expect(stored.metadata).toMatchObject({ creationTimestamp: '2026-01-02T03:04:05Z', generation: 1 })
    expect(stored.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/)
    expect(stored.metadata?.resourceVersion).toBe(String(store.resourceVersion()))
    expect(() => store.create('', 'pods', pod)).toThrow('pods "a" already exists')
  })

  it('counts generations for the spec only', () => {
    const store = createStore({ now })
    const first = store.create('', 'pods', pod)
    const labelled = store.update('', 'pods', {
      ...first,
      metadata: { ...first.metadata, labels: { x: 'y' } },
    })
    expect(labelled.metadata?.generation).toBe(1)
    expect(store.updateStatus(podKey, () => ({ phase: 'Running' }))?.metadata?.generation).toBe(1)
    const respecified = store.update('', 'pods', { ...pod, spec: { nodeName: 'other' } })
    expect(respecified.metadata?.generation).toBe(2)
  })

  it('refuses a stale write and leaves a no-op alone', () => {
    const store = createStore({ now })
    const first = store.create('', 'pods', pod)
    const second = store.update('', 'pods', { ...first, spec: { nodeName: 'other' } })
    expect(() => store.update('', 'pods', { ...first, spec: {} })).toThrow('the object has been modified')
    expect(store.update('', 'pods', second)).toBe(second)
  })

  it('keeps a running pod for its grace period', () => {
    const store = createStore({ now })
    store.create('', 'pods', pod)
    expect(store.remove(podKey)?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-02T03:04:35Z',
      deletionGracePeriodSeconds: 30,
    })
    expect(store.get(podKey)).toBeDefined()
    store.remove(podKey, { gracePeriodSeconds: 0 })
    expect(store.get(podKey)).toBeUndefined()
  })

  it('waits for finalizers', () => {
    const store = createStore({ now })
    const key = { group: '', resource: 'configmaps', namespace: 'n', name: 'c' }
    const metadata = { name: 'c', namespace: 'n', finalizers: ['x/y'] }
    store.create('', 'configmaps', { metadata } as never)
    const marked = store.remove(key)
    expect(marked?.metadata?.deletionTimestamp).toBe('2026-01-02T03:04:05Z')
    store.update('', 'configmaps', { ...marked, metadata: { ...marked?.metadata, finalizers: [] } } as never)
    expect(store.get(key)).toBeUndefined()
  })

  it('holds the dependants of a foreground deletion together', () => {
    const store = createStore({ now })
    const key = { group: 'apps', resource: 'deployments', namespace: 'n', name: 'd' }
    store.create('apps', 'deployments', { metadata: { name: 'd', namespace: 'n' } })
    expect(store.remove(key, { propagation: 'Foreground' })?.metadata).toMatchObject({
      finalizers: ['foregroundDeletion'],
      generation: 2,
    })
  })

  it('tells listeners in order even when they write', () => {
    const store = createStore({ now })
    const seen: string[] = []
    store.subscribe(({ type, object }) => {
      if (object.metadata?.name === 'a') store.create('', 'pods', { metadata: { name: 'b', namespace: 'n' } })
      seen.push(`1 ${type} ${object.metadata?.name}`)
    })
    const stop = store.subscribe(({ object }) => void seen.push(`2 ${object.metadata?.name}`))
    store.create('', 'pods', pod)
    stop()
    expect(seen).toEqual(['1 ADDED a', '2 a', '1 ADDED b', '2 b'])
  })

  it('remembers the past until it is too long ago', () => {
    const store = createStore({ now, historySize: 2 })
    const start = store.resourceVersion()
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      store.create('', 'pods', { metadata: { name, namespace: 'n' } })
    const names = (changes: Change[] | undefined) => changes?.map(({ object }) => object.metadata?.name)
    expect(names(store.since(start))).toBeUndefined()
    expect(names(store.since(start + 3))).toEqual(['d', 'e'])
    expect(names(store.since(store.resourceVersion()))).toEqual([])
  })
})
