import type { WriteStream } from 'node:tty'
import { stripVTControlCharacters } from 'node:util'
import { isAsciiOnly, type Spell, spellFor } from './spell.ts'

type Env = Readonly<Record<string, string | undefined>>
export type StreamOptions = {
  stdin: Pick<NodeJS.ReadStream, 'isTTY'>
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  env: Env
  /** False after `--yes` or `--no-input`. */
  canAsk: boolean
  /** False after `--no-color`. */
  colour: boolean
}
export type Streams = {
  canAsk: boolean
  isLive: boolean
  /** stderr is a terminal, if perhaps a simple one. */
  isScreen: boolean
  /** Of the story or of the answer: each gives its own up where its stream has none. */
  colour: boolean
  /** Whether what is printed on stdout may have colours. */
  answerColour: boolean
  columns(): number
  size(): { columns: number; rows: number }
  /** How the signs of the story are written on this terminal. */
  spell: Spell
  print(text: string): void
  /** Exactly these letters, whatever the terminal can show. */
  data(text: string): void
  say(text: string): void
  /** False once a write found that nobody reads stdout any more, or that it has no room; the work goes on. */
  hasReader(): boolean
  caughtUp(): Promise<void>
}

const fallbackColumns = 80
const fallbackRows = 24
/** An arrow takes a column more in letters, an ellipsis two. */
const spelledLonger = 2

/** What the terminal can do, decided in one place. */
export function openStreams({ stdin, stdout, stderr, env, canAsk, colour }: StreamOptions): Streams {
  const isLive = stderr.isTTY === true && env.TERM !== 'dumb' && !isCi(env)
  const spell = spellFor(env, stderr.isTTY === true)
  const spellAnswer = spellFor(env, stdout.isTTY === true)
  const storyColour = colour && wantsColour(env, stderr)
  const answerColour = colour && wantsColour(env, stdout)
  const paintAnswer = answerColour ? asItIs : stripVTControlCharacters
  // what redraws a screen is no colour: it stays wherever there is one
  const paintStory = storyColour || !answerColour ? asItIs : stripVTControlCharacters
  const screen = stderr.isTTY || !stdout.isTTY ? stderr : stdout
  let isBroken = false
  stdout.on('error', () => {
    isBroken = true
  })
  stderr.on('error', () => undefined)
  return {
    canAsk: canAsk && stdin.isTTY === true && stderr.isTTY === true && !isCi(env),
    isLive,
    isScreen: stderr.isTTY === true,
    colour: storyColour || answerColour,
    answerColour,
    columns: () => columnsOf(screen, env),
    size: () => ({ columns: columnsOf(stderr, env), rows: stderr.rows || fallbackRows }),
    spell,
    print: (text) => void stdout.write(spellAnswer(paintAnswer(text))),
    data: (text) => void stdout.write(text),
    say: (text) => void stderr.write(spell(paintStory(text))),
    hasReader: () => !isBroken,
    caughtUp: () => drained(stdout),
  }
}

const asItIs = (text: string) => text

function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error']
    const done = () => {
      for (const event of events) stream.off(event, done)
      resolve()
    }
    for (const event of events) stream.on(event, done)
  })
}

/** Set to anything but a clear no. */
export const isCi = (env: Env): boolean => !['', '0', 'false', undefined].includes(env.CI?.toLowerCase())

function wantsColour(env: Env, stream: Pick<WriteStream, 'isTTY'>): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '')
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return stream.isTTY === true && env.TERM !== 'dumb'
}

function columnsOf(stream: { columns?: number; isTTY?: boolean }, env: Env): number {
  const told = stream.columns ?? Number(env.COLUMNS)
  const columns = Number.isInteger(told) && told > 0 ? told : fallbackColumns
  return isAsciiOnly(env, stream.isTTY === true) ? columns - spelledLonger : columns
}
