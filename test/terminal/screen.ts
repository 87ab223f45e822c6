/** What a terminal shows after these writes: only the escapes that a frame uses, the start scrolled away never. */
export function screenOf(written: string[], rows: number): string {
  const lines: string[] = ['']
  let row = 0
  for (const [token] of written.join('').matchAll(/\u001b\[\d*[A-Z]|\n|[^\u001b\n]+/g)) {
    const up = /^\u001b\[(\d+)A$/.exec(token)
    if (up) row = Math.max(0, row - Number(up[1]))
    else if (token === '\u001b[2K') lines[row] = ''
    else if (token === '\u001b[J') lines.splice(row)
    else if (token === '\n') row += 1
    else lines[row] = token
    lines[row] ??= ''
  }
  return `\n${lines.slice(-rows).join('\n')}\n`
}
