import { type Field, isType, ownFieldsOf } from '../schema/schema.ts'
import { readWire, type WireField } from './wire.ts'

const magic = Buffer.from('k8s\0')

/** Clients wrap each message: `k8s\0`, then an envelope with apiVersion, kind and the message's own bytes. */
export function readProtobuf(body: Buffer): Record<string, unknown> {
  if (!body.subarray(0, 4).equals(magic)) throw new Error('protobuf: the body does not begin with k8s\\0')
  const envelope = readWire(body.subarray(4))
  const typeMeta = readWire(bytesOf(envelope, 1))
  const apiVersion = bytesOf(typeMeta, 1).toString()
  const kind = bytesOf(typeMeta, 2).toString()
  if (!isType(kind)) throw new Error(`protobuf: objects of kind ${kind} are not known here`)
  return { apiVersion, kind, ...readMessage(kind, bytesOf(envelope, 2)) }
}

const bytesOf = (fields: WireField[], number: number): Buffer => {
  const value = fields.find((field) => field.number === number)?.value
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}

function readMessage(type: string, bytes: Buffer): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  const fields = new Map(ownFieldsOf(type).map((field) => [field.number, field]))
  for (const { number, value } of readWire(bytes)) {
    const field = fields.get(number)
    if (field !== undefined) put(object, field, value)
  }
  return object
}

function put(object: Record<string, unknown>, field: Field, value: WireField['value']): void {
  if (field.isInline) Object.assign(object, readMessage(field.type, value as Buffer))
  else if (field.shape === 'map')
    object[field.name] = { ...(object[field.name] as object), ...readEntry(field, value) }
  else if (field.shape === 'list')
    object[field.name] = [
      ...((object[field.name] as unknown[] | undefined) ?? []),
      readValue(field.type, value),
    ]
  else {
    const read = readValue(field.type, value)
    if (!isZero(read)) object[field.name] = read
  }
}

// The wire carries zero values of fields that JSON leaves out.
const isZero = (value: unknown): boolean =>
  value === '' || value === 0 || value === false || value === undefined

function readEntry(field: Field, value: WireField['value']): Record<string, unknown> {
  const entry = readWire(value as Buffer)
  const found = entry.find(({ number }) => number === 2)?.value ?? Buffer.alloc(0)
  return { [bytesOf(entry, 1).toString()]: readValue(field.type, found) }
}

type Reader = (value: WireField['value']) => unknown

const scalars: Record<string, Reader> = {
  string: String,
  bytes: (value) => (value as Buffer).toString('base64'),
  bool: (value) => value === 1n,
  int32: (value) => Number(BigInt.asIntN(64, value as bigint)),
  int64: (value) => Number(BigInt.asIntN(64, value as bigint)),
  double: (value) => (value as Buffer).readDoubleLE(0),
  quantity: (value) => bytesOf(readWire(value as Buffer), 1).toString(),
  time: (value) => readTime(value as Buffer)?.replace(/\.\d+Z$/, 'Z'),
  microtime: (value) => readTime(value as Buffer)?.replace(/(\.\d{3})Z$/, '$1000Z'),
  intstr: (value) => readIntOrString(value as Buffer),
  fields: (value) => JSON.parse(bytesOf(readWire(value as Buffer), 1).toString() || '{}'),
  raw: (value) => JSON.parse(bytesOf(readWire(value as Buffer), 1).toString() || 'null'),
}

function readValue(type: string, value: WireField['value']): unknown {
  const scalar = scalars[type]
  return scalar ? scalar(value) : readMessage(type, value as Buffer)
}

function readTime(bytes: Buffer): string | undefined {
  const seconds = readWire(bytes).find(({ number }) => number === 1)?.value
  return typeof seconds === 'bigint'
    ? new Date(Number(BigInt.asIntN(64, seconds)) * 1000).toISOString()
    : undefined
}

function readIntOrString(bytes: Buffer): number | string {
  const fields = readWire(bytes)
  const isText = fields.find(({ number }) => number === 1)?.value === 1n
  const number = fields.find((field) => field.number === 2)?.value
  return isText
    ? bytesOf(fields, 3).toString()
    : Number(BigInt.asIntN(64, typeof number === 'bigint' ? number : 0n))
}
