import { EVENT_ID, type Event, getScalarValue } from 'js-yaml'
import type { Path } from './problem.ts'

export type Position = { line: number; column: number }
export type Span = { start: number; end: number }

/** Where each key and value of a YAML document stands; a path that is not there answers with its nearest parent. */
export type Positions = {
  has(path: Path): boolean
  key(path: Path): Position
  value(path: Path): Position
  /** Source offsets of a scalar's text as written, without quotes. */
  span(path: Path): Span | undefined
}

type Place = { key: number; value: number; span?: Span }
type Frame = { path: Path; kind: 'mapping' | 'sequence'; key?: string; keyOffset: number; index: number }

export function yamlPositions(source: string, events: Event[]): Positions {
  const places = collectPlaces(source, events)
  const lineStarts = findLineStarts(source)
  const nearest = (path: Path): Place | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const place = places.get(placeKey(path.slice(0, length)))
      if (place) return place
    }
    return undefined
  }
  return {
    has: (path) => places.has(placeKey(path)),
    key: (path) => positionOf(lineStarts, nearest(path)?.key ?? 0),
    value: (path) => positionOf(lineStarts, exactOrKey(places, nearest, path)),
    span: (path) => places.get(placeKey(path))?.span,
  }
}

/** A missing value is best shown at the key of the parent that lacks it. */
function exactOrKey(
  places: Map<string, Place>,
  nearest: (path: Path) => Place | undefined,
  path: Path,
): number {
  const exact = places.get(placeKey(path))
  return exact ? exact.value : (nearest(path)?.key ?? 0)
}

const placeKey = (path: Path): string => path.join('\u0000')

function collectPlaces(source: string, events: Event[]): Map<string, Place> {
  const places = new Map<string, Place>()
  const frames: (Frame | 'document')[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      frames.push('document')
    } else if (event.type === EVENT_ID.POP) {
      frames.pop()
    } else {
      const frame = frames.at(-1)
      const offset = offsetOf(event)
      if (isKey(frame)) {
        frame.key = event.type === EVENT_ID.SCALAR ? getScalarValue(source, event) : ''
        frame.keyOffset = offset
        continue
      }
      const path = enter(places, frame, event, offset)
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
        const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence'
        frames.push({ path, kind, keyOffset: -1, index: 0 })
      }
    }
  }
  return places
}

const isKey = (frame: Frame | 'document' | undefined): frame is Frame =>
  typeof frame === 'object' && frame.kind === 'mapping' && frame.key === undefined

/** Records one value and returns its path. */
function enter(
  places: Map<string, Place>,
  frame: Frame | 'document' | undefined,
  event: Event,
  offset: number,
): Path {
  const { path, keyOffset } = nextPath(frame)
  const key = keyOffset === -1 ? Math.max(offset, 0) : keyOffset
  const span =
    event.type === EVENT_ID.SCALAR && event.valueStart !== -1
      ? { start: event.valueStart, end: event.valueEnd }
      : undefined
  places.set(placeKey(path), { key, value: offset === -1 ? key : offset, ...(span && { span }) })
  return path
}

function nextPath(frame: Frame | 'document' | undefined): { path: Path; keyOffset: number } {
  if (frame === undefined || frame === 'document') return { path: [], keyOffset: -1 }
  if (frame.kind === 'sequence') return { path: [...frame.path, frame.index++], keyOffset: -1 }
  const { key, keyOffset } = frame
  frame.key = undefined
  return { path: [...frame.path, key!], keyOffset }
}

const quoteStyles = 2

function offsetOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) {
    const isQuoted = event.style === quoteStyles || event.style === quoteStyles + 1
    return isQuoted ? event.valueStart - 1 : event.valueStart
  }
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1
  return 'start' in event ? event.start : -1
}

function findLineStarts(source: string): number[] {
  const starts = [0]
  for (const match of source.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length)
  return starts
}

function positionOf(lineStarts: number[], offset: number): Position {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (lineStarts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 }
}
