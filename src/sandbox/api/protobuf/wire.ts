/** The fields of one protobuf message, as they stand on the wire. */
export type WireField = { number: number; value: bigint | Buffer }

export function readWire(bytes: Buffer): WireField[] {
  const fields: WireField[] = []
  const cursor = { bytes, at: 0 }
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor)
    const type = Number(tag & 7n)
    fields.push({ number: Number(tag >> 3n), value: readValue(cursor, type) })
  }
  return fields
}

type Cursor = { bytes: Buffer; at: number }

function readValue(cursor: Cursor, type: number): bigint | Buffer {
  if (type === 0) return readVarint(cursor)
  if (type === 1) return take(cursor, 8)
  if (type === 2) return take(cursor, Number(readVarint(cursor)))
  if (type === 5) return take(cursor, 4)
  throw new Error(`protobuf: wire type ${type} is not known`)
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++]
    if (byte === undefined) throw new Error('protobuf: the message ends in the middle of a number')
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return value
  }
  throw new Error('protobuf: a number is longer than ten bytes')
}

function take(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw new Error('protobuf: the message is cut off')
  const value = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return value
}
