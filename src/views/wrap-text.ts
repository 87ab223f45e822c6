/** Breaks a text at spaces so that no line is longer than `width`; a word that is longer stands alone, unbroken, so that it can be copied. A dot between two facts is not needed where a line ends. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && longer.length > width) {
      lines.push(line)
      line = word === '·' ? '' : word
    } else line = longer
  }
  return [...lines, line]
}

/** A label and its texts, wrapped beside it: `  why    the text goes on`. With several texts the second lines hang, so that each is seen to begin. */
export function labelled(
  label: string,
  texts: string | string[],
  columns: number,
  paint: (label: string) => string,
): string[] {
  const all = [texts].flat()
  const hang = all.length > 1 ? '  ' : ''
  const width = Math.max(20, columns - 2 - labelWidth - hang.length)
  const lines = all.flatMap((text) =>
    wrapText(text, width).map((line, index) => `${index === 0 ? '' : hang}${line}`),
  )
  return lines.map(
    (line, index) => `  ${index === 0 ? paint(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`,
  )
}

const labelWidth = 7
