import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { failedText, markFailed } from '../../src/cluster/mark-failed.ts'
import { readRelease } from '../../src/cluster/releases.ts'
import type { ReleaseRecord } from '../../src/ports.ts'
import type { KubeObject } from '../../src/rollout/kube.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

const text = `{"name":"shop","info":{"first_deployed":"a","deleted":"","description":"Preparing \\"upgrade\\" }","status":"pending-upgrade","notes":"{\\"status\\":1}"},"config":{"info":{"status":"pending-upgrade"},"big":12345678901234567890},"version":3,"namespace":"shop"}`
const secret = (status: string): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'sh.helm.release.v1.shop.v3', namespace: 'shop', labels: { owner: 'helm', status } },
    data: { release: Buffer.from(gzipSync(text).toString('base64')).toString('base64') },
  }) as KubeObject
const record = {
  name: 'shop',
  namespace: 'shop',
  revision: 3,
  status: 'pending-upgrade',
} as ReleaseRecord

test('changes the status and its description, and not one byte besides', () => {
  expect(failedText(text, 'pending-upgrade')).toBe(
    text
      .replace('"status":"pending-upgrade","notes"', '"status":"failed","notes"')
      .replace('Preparing \\"upgrade\\" }', 'interrupted; recorded as failed by k8sdeploy'),
  )
})

test('writes the record as helm reads it, and its label', async () => {
  let written: KubeObject | undefined
  const cluster = fakeCluster([secret('pending-upgrade')], {
    replace: async (object) => {
      written = object
      return object
    },
  })
  expect(await markFailed(cluster, record)).toBe(true)
  expect(written?.metadata?.labels).toEqual({ owner: 'helm', status: 'failed' })
  expect(await readRelease(written!)).toMatchObject({ revision: 3, status: 'failed' })
})

test('leaves a record alone that helm has finished meanwhile', async () => {
  expect(await markFailed(fakeCluster([secret('deployed')]), record)).toBe(false)
  const changed = fakeCluster([secret('pending-upgrade')], { replace: async () => undefined })
  expect(await markFailed(changed, record)).toBe(false)
})
