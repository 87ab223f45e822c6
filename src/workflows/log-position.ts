import type { LogLine } from '../ports.ts'

/** How far a log was read, so that reading it anew from there neither repeats nor misses a line. */
export type LogPosition = {
  /** From when to ask for lines again; before the first, from where reading was to begin. */
  since(): number | undefined
  /** Reading begins anew. */
  rewind(): void
  /** True when this line has not been read before. */
  isNew(line: LogLine): boolean
}

/** A program's two outputs are written by two hands: a line may stand behind one that is a little younger. */
const slackMs = 1000
const keptMs = 3 * slackMs

/**
 * The cluster can be asked only for whole seconds, and several lines may be equal: what was read since that second is
 * counted, and skipped as often when it comes again.
 */
export function createLogPosition(from?: number): LogPosition {
  let first: { time: string; key: string } | undefined
  let last: number | undefined
  let isBehindFirst = true
  let read = new Map<number, Map<string, number>>()
  let owed = new Map<string, number>()

  const since = () => (last === undefined ? from : secondOf(last - slackMs))

  const record = (at: number, key: string): void => {
    const second = secondOf(at)
    if (!read.has(second))
      read = new Map([...read].filter(([one]) => one >= second - keptMs)).set(second, new Map())
    const keys = read.get(second)!
    keys.set(key, (keys.get(key) ?? 0) + 1)
  }

  return {
    since,
    rewind() {
      isBehindFirst = false
      owed = new Map([...read.values()].flatMap((keys) => [...keys]))
    },
    isNew({ time, text }) {
      const key = `${time} ${text}`
      const count = owed.get(key) ?? 0
      if (count > 0) owed.set(key, count - 1)
      isBehindFirst ||= first === undefined || key === first.key
      // whoever asked for the last lines only gets those before them too when asking for their second
      if (count > 0 || (!isBehindFirst && first && isEarlier(time, first.time))) return false
      first ??= { time, key }
      last = Date.parse(time)
      record(last, key)
      return true
    },
  }
}

/** One node writes all times of a log, with as many digits. */
const isEarlier = (a: string, b: string) => Date.parse(a) < Date.parse(b) || (a.length === b.length && a < b)

const secondOf = (milliseconds: number): number => Math.floor(milliseconds / 1000) * 1000
