/** Breaks a text at spaces so that no line is longer than `width`; a word that is longer stands alone, unbroken, so that it can be copied. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && longer.length > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

/** A label and its text, wrapped beside it: `  why    the text goes on`. */
export function labelled(
  label: string,
  text: string,
  columns: number,
  paint: (label: string) => string,
): string[] {
  const indent = 2 + labelWidth
  const lines = wrapText(text, Math.max(20, columns - indent))
  return lines.map(
    (line, index) => `  ${index === 0 ? paint(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`,
  )
}

const labelWidth = 7
