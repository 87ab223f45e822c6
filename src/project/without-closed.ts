/** A text without what its pairs of brackets enclose, innermost first: those that close or open elsewhere are left. */
export function withoutClosed(text: string, pair: RegExp): string {
  const shorter = text.replace(pair, '')
  return shorter === text ? text : withoutClosed(shorter, pair)
}
