export type TypedLine = {
  /** Words before the one that the cursor is in, without the program's own name. */
  words: string[]
  current: string
}

/** Takes a command line apart as a shell would, as far as it was typed: an open quote or a last backslash is no error. */
export function splitLine(line: string): TypedLine {
  const words: string[] = []
  let word = ''
  let isBegun = false
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at]!
    if (quote === '' && /\s/.test(char)) {
      if (isBegun) words.push(word)
      word = ''
      isBegun = false
      continue
    }
    isBegun = true
    if (char === quote) quote = ''
    else if (quote === '' && (char === "'" || char === '"')) quote = char
    else if (char === '\\' && quote !== "'") word += line[++at] ?? ''
    else word += char
  }
  return { words: words.slice(1), current: word }
}
