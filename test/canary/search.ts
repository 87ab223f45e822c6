import { constants, gunzipSync } from 'node:zlib'
import { type Canaries, markerLength } from './canaries.ts'

export type Hit = { where: string; canary: string; shape: string; seen: string }
export type Search = {
  /** Looks through all of it, and through what is packed inside. */
  look(where: string, content: string | Buffer): void
  hits: Hit[]
  bytes(): number
}

type Needle = { canary: string; shape: string; bytes: Buffer }

/** As much of a canary as nobody prints by accident: a secret that was cut or wrapped is no less told. */
const piece = 8
/** Of what is larger only the beginning that all canaries share is looked for. */
const thoroughBytes = 2 * 1024 * 1024
const deepest = 4

/** Knows nothing of the product's own redactor. */
export function createSearch(canaries: Canaries): Search {
  const thorough = Object.entries(canaries).flatMap(([name, core]) => needlesOf(name, core))
  const markers = new Set(Object.values(canaries).map((core) => core.slice(0, markerLength)))
  const quick = [...markers].flatMap((marker) => encodings('any', marker))
  const hits: Hit[] = []
  let searched = 0
  const look = (where: string, bytes: Buffer, depth: number): void => {
    searched += bytes.length
    const found = (bytes.length > thoroughBytes ? quick : thorough).flatMap((needle) =>
      places(bytes, needle.bytes).map((at) => ({ at, needle })),
    )
    for (const { at, needle } of eachOnce(found)) hits.push(hitAt(where, bytes, at, needle))
    if (depth >= deepest) return
    for (const inner of unpacked(bytes)) look(`${where} ▸ ${inner.how}`, inner.bytes, depth + 1)
  }
  return {
    hits,
    bytes: () => searched,
    look: (where, content) => look(where, Buffer.from(content as string), 0),
  }
}

function places(bytes: Buffer, needle: Buffer): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) found.push(at)
  return found
}

/** The pieces of one canary lie over each other. */
const eachOnce = <T extends { at: number }>(found: T[]): T[] =>
  found
    .sort((one, other) => one.at - other.at)
    .filter(({ at }, index, all) => index === 0 || at - all[index - 1]!.at > 2 * piece)

function hitAt(where: string, bytes: Buffer, at: number, { canary, shape, bytes: needle }: Needle): Hit {
  const seen = bytes.toString('latin1', Math.max(0, at - 60), at + needle.length + 20)
  return { where, canary, shape, seen: seen.replace(/[^\x20-\x7e]/g, '.') }
}

function needlesOf(canary: string, core: string): Needle[] {
  const pieces = Array.from({ length: core.length - piece + 1 }, (_, at) => core.slice(at, at + piece))
  const plain = pieces.map((text) => ({ canary, shape: 'as it is', bytes: Buffer.from(text) }))
  return [...plain, ...encodings(canary, core.slice(0, 12)), ...encodings(canary, core.slice(8))]
}

function encodings(canary: string, text: string): Needle[] {
  const hex = Buffer.from(text).toString('hex')
  const shapes: [string, Buffer][] = [
    ['as it is', Buffer.from(text)],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ...[0, 1, 2].map((offset): [string, Buffer] => [`base64 +${offset}`, base64At(text, offset)]),
  ]
  return shapes.map(([shape, bytes]) => ({ canary, shape, bytes }))
}

/** The characters that are the same whatever stands before and after. */
function base64At(text: string, offset: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString('base64')
  return Buffer.from(encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6)))
}

type Unpacked = { how: string; bytes: Buffer }

function* unpacked(bytes: Buffer): Generator<Unpacked> {
  const gzip = Buffer.from([0x1f, 0x8b, 0x08])
  for (let at = bytes.indexOf(gzip); at >= 0; at = bytes.indexOf(gzip, at + 1)) {
    const inner = tryToGunzip(bytes.subarray(at))
    if (inner) yield { how: 'gunzip', bytes: inner }
  }
  if (bytes.length > thoroughBytes) return
  for (const [run] of bytes.toString('latin1').matchAll(/[A-Za-z0-9+/]{64,}={0,2}/g)) {
    const inner = Buffer.from(run, 'base64')
    if (isPacked(inner)) yield { how: 'base64', bytes: inner }
  }
}

/** helm packs twice. What is plain inside of base64 is found by its shapes. */
const isPacked = (bytes: Buffer) =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes.subarray(0, 4).toString('latin1') === 'H4sI'

/** What begins like a gzip member in the middle of a binary may be none. */
function tryToGunzip(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 512 * 1024 * 1024 })
  } catch {
    return undefined
  }
}
