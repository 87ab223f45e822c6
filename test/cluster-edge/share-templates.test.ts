import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shareTemplates } from '../../src/cluster/share-templates.ts'
import type { KubeObject, WatchedKinds } from '../../src/rollout/kube.ts'
import { readPod } from '../../src/rollout/read-pod.ts'

const folder = new URL('../fixtures/rollouts/', import.meta.url)

type Pod = WatchedKinds['Pod']

const recorded: string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line))
  .filter(({ type, kind }) => type === 'seen' && kind === 'Pod')
  .map(({ object }) => JSON.stringify({ ...object, kind: 'Pod' }))

const shared = (text: string) => shareTemplates(JSON.parse(text) as KubeObject) as Pod

const podOf = (name: string): string =>
  JSON.stringify({
    kind: 'Pod',
    metadata: { name, labels: { app: 'shop' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'shop-1' }] },
    spec: {
      nodeName: name,
      tolerations: [{ key: 'busy', operator: 'Exists' }],
      volumes: [{ name: 'data', emptyDir: {} }, { name: `kube-api-access-${name}` }],
      containers: [
        {
          name: 'main',
          image: 'shop:1',
          env: [{ name: 'PORT', value: '3000' }],
          volumeMounts: [{ name: 'data' }, { name: `kube-api-access-${name}` }],
        },
      ],
    },
    status: { phase: 'Running' },
  })

describe('shareTemplates', () => {
  it('leaves every recorded pod as whole as it was', () => {
    expect(recorded.length).toBeGreaterThan(50)
    for (const text of recorded) expect(shared(text)).toEqual(JSON.parse(text))
  })

  it('changes nothing of what is read from a pod', () => {
    for (const text of recorded) expect(readPod(shared(text))).toEqual(readPod(JSON.parse(text)))
  })

  it('makes one of what two pods of a template have in common', () => {
    const [a, b] = [shared(podOf('a')), shared(podOf('b'))]
    expect(a.metadata?.labels).toBe(b.metadata?.labels)
    expect(a.spec?.tolerations).toBe(b.spec?.tolerations)
    expect(a.spec?.volumes?.[0]).toBe(b.spec?.volumes?.[0])
    expect(a.spec?.containers[0]?.env).toBe(b.spec?.containers[0]?.env)
    expect(a.spec?.nodeName).toBe('a')
    expect(a.spec?.volumes?.[1]?.name).toBe('kube-api-access-a')
  })

  it('lets nobody change what others hold too', () => {
    const { spec } = shared(podOf('a'))
    expect(() => spec?.tolerations?.push({ key: 'mine' })).toThrow(TypeError)
  })

  it('finds nothing to do in a pod that it has seen', () => {
    const pod = shared(podOf('a'))
    expect(shareTemplates(pod as KubeObject)).toEqual(JSON.parse(podOf('a')))
  })

  it('still knows a template after thousands of pods that have parts of their own', () => {
    const first = shared(podOf('first'))
    for (let index = 0; index < 5000; index++) shared(podOf(`pod-${index}`))
    expect(shared(podOf('last')).spec?.containers[0]?.env).toBe(first.spec?.containers[0]?.env)
  })

  it('leaves other kinds alone', () => {
    const [a, b] = ['a', 'b'].map((name) =>
      shareTemplates({ kind: 'Service', metadata: { name, labels: { app: 'shop' } } }),
    )
    expect(a?.metadata?.labels).not.toBe(b?.metadata?.labels)
  })
})
