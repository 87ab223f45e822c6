import { isField } from './cause-line.ts'
import { type Blame, blameOf } from './database-peer.ts'
import { answers, type DatabaseSign, silences } from './database-signs.ts'
import { hostIn } from './host-in.ts'
import { tellingPart } from './telling-part.ts'

export type DatabaseSignature = Omit<DatabaseSign, 'pattern' | 'needsContext'> & {
  line: string
  lineNumber: number
  host?: string
  /** It names nobody, and only the lines around it, or that the component has a database, speak for one. */
  isGuessed: boolean
}

const connected =
  /\b(connected (successfully )?to|connection (has been )?(established|successful|ok)\b|(database|postgres\w*|db) (is |was )?(connected|ready|reachable|up|awake)\b)/i
const notConnected = /\b(not|no|never|failed|fails|cannot|can.t|could|unable|until|waiting|error|before)\b/i

/** Whoever retries says so when it worked; what it complained of before is the past. */
const connectedAt = (lines: string[]): number =>
  lines.findLastIndex((line) => connected.test(line) && !notConnected.test(line))

type Log = { lines: string[]; database: string[] }

/** What sounds like the network, and is the program's own: a text cut short, a thread that it may not start. */
const isOwnError =
  /ModuleNotFound|SyntaxError|JSON(\.parse| input|DecodeError)|(?<!\/)\b(json|ya?ml|toml)\b[^"]*(pars|syntax|unexpected|EOF)|\b(pars|decod|unmarshal)\w*\b[^"]*(?<!\/)\b(json|ya?ml|toml)\b|\bfork\b|pthread|new thread/i

const blame = (sign: DatabaseSign, { lines, database }: Log, index: number): Blame => {
  if (!sign.needsContext) return 'told'
  return isOwnError.test(lines[index]!) ? undefined : blameOf(lines, index, database)
}

const matches = (sign: DatabaseSign, log: Log, index: number): boolean =>
  sign.pattern.test(log.lines[index]!) && blame(sign, log, index) !== undefined

const toSignature = (sign: DatabaseSign, log: Log, index: number): DatabaseSignature => {
  const { pattern, needsContext: _, ...told } = sign
  const line = tellingPart(log.lines[index]!, pattern)
  const isGuessed = blame(sign, log, index) === 'guessed'
  return { ...told, line, lineNumber: index + 1, host: hostIn(line), isGuessed }
}

/** The last line that says it in words, or else the last that says it. */
const findLine = (log: Log, isWanted: (at: number) => boolean): number => {
  const inWords = log.lines.findLastIndex((line, at) => !isField(line) && isWanted(at))
  return inWords >= 0 ? inWords : log.lines.findLastIndex((_, at) => isWanted(at))
}

const findAnswer = (log: Log, from: number): DatabaseSignature | undefined => {
  for (const sign of answers) {
    const index = findLine(log, (at) => at > from && matches(sign, log, at))
    if (index >= 0) return toSignature(sign, log, index)
  }
  return undefined
}

const signAt = (log: Log, index: number): DatabaseSign | undefined =>
  silences.find((one) => matches(one, log, index))

const findSilence = (log: Log, from: number): DatabaseSignature | undefined => {
  const last = log.lines.findLastIndex((_, at) => at > from && signAt(log, at) !== undefined)
  const sign = last >= 0 ? signAt(log, last) : undefined
  return (
    sign &&
    toSignature(
      sign,
      log,
      findLine(log, (at) => at > from && signAt(log, at) === sign),
    )
  )
}

/** Every tick asks again about logs that have not changed. */
const known = new WeakMap<string[], { found: DatabaseSignature | undefined }>()

/** Why a log says that its database did not work, by the most telling of its lines. `database`: hosts and `:port`s of the component's own. */
export const findDatabaseSignature = (
  lines: string[],
  database: string[] = [],
): DatabaseSignature | undefined => {
  const before = known.get(lines)
  if (before) return before.found
  const from = connectedAt(lines)
  const log = { lines, database }
  const found = findAnswer(log, from) ?? findSilence(log, from)
  known.set(lines, { found })
  return found
}
