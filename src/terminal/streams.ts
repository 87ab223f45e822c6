import type { WriteStream } from 'node:tty'

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
  colour: boolean
  /** Whether what is printed on stdout may have colours. */
  answerColour: boolean
  columns(): number
  size(): { columns: number; rows: number }
  print(text: string): void
  say(text: string): void
  /** False once a write found that nobody reads stdout any more. */
  hasReader(): boolean
  caughtUp(): Promise<void>
}

const fallbackColumns = 80
const fallbackRows = 24

/** What the terminal can do, decided in one place. */
export function openStreams({ stdin, stdout, stderr, env, canAsk, colour }: StreamOptions): Streams {
  const isScreen = stderr.isTTY === true && env.TERM !== 'dumb' && !isCi(env)
  let isBroken = false
  stdout.on('error', () => {
    isBroken = true
  })
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe)
  return {
    canAsk: canAsk && stdin.isTTY === true && stderr.isTTY === true && !isCi(env),
    isLive: isScreen,
    colour: colour && wantsColour(env, stderr),
    answerColour: colour && wantsColour(env, stdout),
    columns: () => columnsOf(stderr, env),
    size: () => ({ columns: columnsOf(stderr, env), rows: stderr.rows || fallbackRows }),
    print: (text) => void stdout.write(text),
    say: (text) => void stderr.write(text),
    hasReader: () => !isBroken,
    caughtUp: () => drained(stdout),
  }
}

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

function columnsOf(stream: { columns?: number }, env: Env): number {
  const columns = stream.columns ?? Number(env.COLUMNS)
  return Number.isInteger(columns) && columns > 0 ? columns : fallbackColumns
}

/** `k8sdeploy status | head -1` closes the pipe early; the work goes on without a reader. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
