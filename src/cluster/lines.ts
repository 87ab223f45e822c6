const lineFeed = 0x0a

/**
 * Lines of a stream of bytes. Bytes are joined once per line and decoded whole, so that neither a line of megabytes in
 * many pieces nor a character in two costs anything.
 */
export function createLines(): { add(chunk: Buffer): string[]; rest(): string } {
  let begun: Buffer[] = []
  return {
    add(chunk) {
      const lines: string[] = []
      let from = 0
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
        lines.push(Buffer.concat([...begun, chunk.subarray(from, at)]).toString('utf8'))
        begun = []
        from = at + 1
      }
      if (from < chunk.length) begun.push(chunk.subarray(from))
      return lines.filter((line) => line.trim() !== '')
    },
    /** What stands after the last line feed. */
    rest: () => Buffer.concat(begun).toString('utf8'),
  }
}
