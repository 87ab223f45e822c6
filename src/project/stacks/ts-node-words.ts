const isKept =
  /^(-T|--transpile-only|--files|--(project|require|compiler-options|ignore-diagnostics)=.*|-[PrOD]|--(project|require|compiler-options|ignore-diagnostics))$/
/** Options with a word of their own behind them. */
const takesWord =
  /^(-[PrODIC]|--(project|require|compiler-options|ignore-diagnostics|ignore|compiler|ignore-watch|watch|interval|debounce|dir))$/

/** What ts-node makes of ts-node-dev's words: those that it knows too, and all from the file on. */
export function tsNodeWords(words: string[]): string[] {
  const [word, ...rest] = words
  if (word === undefined) return []
  if (!word.startsWith('-')) return words
  const count = takesWord.test(word) ? 1 : 0
  const kept = isKept.test(word) ? words.slice(0, 1 + count) : []
  return [...kept, ...tsNodeWords(rest.slice(count))]
}
