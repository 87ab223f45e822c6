import { describe, expect, it } from 'vitest'
import { readProtobuf } from '../../../src/sandbox/api/protobuf/read-protobuf.ts'

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
const text = (number: number, value: string): number[] => bytes(number, [...Buffer.from(value)])
const bytes = (number: number, value: number[]): number[] => [
  ...varint((number << 3) | 2),
  ...varint(value.length),
  ...value,
]
const number = (field: number, value: number): number[] => [field << 3, ...varint(value)]
const envelope = (apiVersion: string, kind: string, message: number[]): Buffer =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    Buffer.from([...bytes(1, [...text(1, apiVersion), ...text(2, kind)]), ...bytes(2, message)]),
  ])

describe('protobuf', () => {
  it('reads a release Secret', () => {
    const labels = bytes(11, [...text(1, 'owner'), ...text(2, 'helm')])
    const metadata = bytes(1, [...text(1, 'sh.helm.release.v1.web.v1'), ...text(3, 'shop'), ...labels])
    const data = bytes(2, [...text(1, 'release'), ...text(2, 'H4sI')])
    expect(
      readProtobuf(envelope('v1', 'Secret', [...metadata, ...data, ...text(3, 'helm.sh/release.v1')])),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'sh.helm.release.v1.web.v1', namespace: 'shop', labels: { owner: 'helm' } },
      data: { release: Buffer.from('H4sI').toString('base64') },
      type: 'helm.sh/release.v1',
    })
  })

  it('reads how to delete', () => {
    const options = [...number(1, 300), ...text(4, 'Foreground'), ...bytes(2, text(1, 'u1'))]
    expect(readProtobuf(envelope('v1', 'DeleteOptions', options))).toMatchObject({
      gracePeriodSeconds: 300,
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'u1' },
    })
  })

  it('opens inlined messages', () => {
    const ref = bytes(1, text(1, 'conf'))
    const env = bytes(19, bytes(2, ref))
    const spec = bytes(2, bytes(2, [...text(1, 'app'), ...env]))
    expect(readProtobuf(envelope('v1', 'Pod', spec))['spec']).toEqual({
      containers: [{ name: 'app', envFrom: [{ configMapRef: { name: 'conf' } }] }],
    })
  })

  it.each([
    ['no magic', Buffer.from('{}')],
    ['a foreign kind', envelope('x/v1', 'Gadget', [])],
    ['a cut message', envelope('v1', 'Secret', [0x0a, 0x7f, 1])],
  ])('refuses %s', (_name, body) => expect(() => readProtobuf(body)).toThrow('protobuf'))
})
