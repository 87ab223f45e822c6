import { StringDecoder } from 'node:string_decoder'

/**
 * The lines of a program's output, without what only a terminal understands. Only whole lines are masked: a secret, or
 * a letter in it, may come in two pieces, and colours may stand in the middle.
 */
export function createToolLines(mask: (text: string) => string) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const take = (text: string): string[] => {
    const parts = (rest + text).split(/\r?\n|\r/)
    rest = parts.pop() ?? ''
    return parts.map((line) => mask(withoutEscapes(line))).filter((line) => line.trim() !== '')
  }
  return {
    add: (chunk: Buffer): string[] => take(decoder.write(chunk)),
    end: (): string[] => take(`${decoder.end()}\n`),
  }
}

const withoutEscapes = (line: string) => line.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').trimEnd()
