/** A command line that is too long goes on lines of its own, still one paste. */
export function viewCommand(pieces: string[], columns: number): string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(piece)
    else if (`${last} ${piece} \\`.length <= columns - 2) lines[lines.length - 1] = `${last} ${piece}`
    else lines.push(`  ${piece}`)
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line))
}
