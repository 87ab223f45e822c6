import { describe, expect, it } from 'vitest'
import { removeNamespace } from '../../src/workflows/remove-namespace.ts'

const ours = { 'app.kubernetes.io/managed-by': 'k8sdeploy' }

/** A namespace that is gone `seconds` after its deletion, or never. */
async function remove(labels: object, seconds: number, objects: Record<string, string[]> = {}) {
  const here = { ms: 0, deletedAt: undefined as number | undefined }
  const report = { removed: [] as string[], left: [] as { object: string; why: string }[] }
  const notes: string[] = []
  const conditions = [
    { type: 'NamespaceContentRemaining', status: 'True', message: 'pods. has 1 resource instances' },
  ]
  const cluster = {
    get: async () =>
      here.deletedAt !== undefined && here.ms >= here.deletedAt + seconds * 1000
        ? undefined
        : { metadata: { name: 'shop', labels }, status: { conditions } },
    listAny: async ({ kind }: { kind: string }) =>
      (objects[kind] ?? []).map((name) => ({ metadata: { name } })),
    remove: async () => {
      here.deletedAt = here.ms
      return true
    },
  }
  const clock = {
    now: () => here.ms,
    monotonic: () => here.ms,
    sleep: async (ms: number) => {
      here.ms += ms
    },
  }
  const world = { clock, signal: new AbortController().signal }
  await removeNamespace({
    cluster: cluster as never,
    namespace: 'shop',
    world,
    report,
    note: (message) => notes.push(message),
  })
  return { ...report, notes, wasDeleted: here.deletedAt !== undefined }
}

describe('the namespace', () => {
  it('is removed once it is gone', async () => {
    expect(await remove(ours, 6)).toMatchObject({
      removed: ['Namespace shop'],
      left: [],
      notes: ['waiting for namespace shop to go'],
    })
  })

  it('goes in silence when it goes at once', async () => {
    expect((await remove(ours, 1)).notes).toEqual([])
  })

  it('is left when something holds it, with the reason', async () => {
    expect(await remove(ours, 3600)).toMatchObject({
      removed: [],
      left: [{ why: 'it is still being deleted: pods. has 1 resource instances' }],
    })
  })

  it.each([
    ['it was there before', {}, {}],
    ['it still holds Pod job-1', ours, { Pod: ['job-1'], ConfigMap: ['kube-root-ca.crt'] }],
  ])('stays because %s', async (why, labels, objects) => {
    expect(await remove(labels, 0, objects)).toMatchObject({ left: [{ why }], wasDeleted: false })
  })
})
