import { describe, expect, it } from 'vitest'
import type { Secrets } from '../../src/ports.ts'
import { decodeSecretData, planSecret } from '../../src/workflows/release-secret.ts'

const encode = (text: string) => Buffer.from(text).toString('base64')

/** Seals without hiding, so that the plan can be read in the test. */
const secrets: Secrets = {
  seal: (values) => ({
    data: { ...Object.fromEntries(Object.entries(values).map(([k, v]) => [k, encode(v)])), key: encode('k') },
    checksum: JSON.stringify(values),
  }),
  checksumOf: () => undefined,
  conceal: () => {},
  finder: () => () => [],
  mask: (text) => text,
}

const labels = { 'app.kubernetes.io/managed-by': 'k8sdeploy', 'app.kubernetes.io/instance': 'shop' }
const inCluster = (data: Record<string, string>, own = labels as Record<string, string>) => ({
  kind: 'Secret',
  metadata: { name: 'shop-secrets', labels: own },
  data: Object.fromEntries(Object.entries({ ...data, key: 'k' }).map(([k, v]) => [k, encode(v)])),
})

describe('planSecret', () => {
  it.each([
    ['is not there', undefined, 'create', ['A', 'B']],
    ['holds the same', inCluster({ A: '1', B: '2' }), 'unchanged', []],
    ['holds another value', inCluster({ A: '1', B: '3' }), 'update', ['B']],
    ['lacks one', inCluster({ A: '1' }), 'update', ['B']],
    ['holds one too many', inCluster({ A: '1', B: '2', C: '3' }), 'update', []],
  ])('when the Secret %s', (_, existing, state, changedKeys) => {
    expect(planSecret('shop', 'ns', { A: '1', B: '2' }, existing, secrets)).toMatchObject({
      state,
      changedKeys,
      name: 'shop-secrets',
    })
  })
  it.each([
    [{}],
    [{ 'app.kubernetes.io/managed-by': 'Helm' }],
    [{ ...labels, 'app.kubernetes.io/instance': 'other' }],
  ])('refuses a Secret that is not ours: %j', (foreign) => {
    expect(() => planSecret('shop', 'ns', {}, inCluster({}, foreign), secrets)).toThrow("is not k8sdeploy's")
  })
})

it('decodes text that is not ASCII', () => {
  expect(decodeSecretData({ data: { A: encode('grüß – 猫') } })).toEqual({ A: 'grüß – 猫' })
})
