export type LogLine = { time: string; text: string }

/** The last lines of one container's life, bounded. */
export type LogBuffer = {
  write(chunk: Buffer | string): void
  /** What stands after the last newline is a line too, once nothing more comes. */
  end(): void
  lines(): LogLine[]
  isEnded(): boolean
  /** Called with each new line, and with undefined at the end. Returns the function that stops it. */
  follow(listener: (line: LogLine | undefined) => void): () => void
}

const maxLines = 5000
const maxLineLength = 16_384

export function createLogBuffer(): LogBuffer {
  const lines: LogLine[] = []
  const listeners = new Set<(line: LogLine | undefined) => void>()
  const decoder = new TextDecoder()
  let rest = ''
  let ended = false

  const add = (text: string) => {
    const line = {
      time: new Date().toISOString().replace('Z', '000000Z'),
      text: text.slice(0, maxLineLength),
    }
    lines.push(line)
    if (lines.length > maxLines) lines.splice(0, lines.length - maxLines)
    for (const listener of listeners) listener(line)
  }

  return {
    write(chunk) {
      const text = rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
      const parts = text.split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) add(part.replace(/\r$/, ''))
      if (rest.length > maxLineLength) add(rest)
      if (rest.length > maxLineLength) rest = ''
    },
    end() {
      if (rest !== '') add(rest)
      rest = ''
      ended = true
      for (const listener of listeners) listener(undefined)
      listeners.clear()
    },
    lines: () => [...lines],
    isEnded: () => ended,
    follow(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
