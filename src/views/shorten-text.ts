/** Cuts a text to `width`, at a word where one ends near, and says so with `…`. */
export function shortenText(text: string, width: number): string {
  if (text.length <= width) return text
  const cut = text.slice(0, Math.max(1, width - 1))
  const space = cut.lastIndexOf(' ')
  return `${(space > width / 2 ? cut.slice(0, space) : cut).replace(/[\s·,:]+$/, '')}…`
}
