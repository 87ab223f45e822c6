import type { Stack } from './stack.ts'

/** The same on another port: what a start command says of it changes too. */
export function withPort(stack: Stack, port: number): Stack {
  const moved = (words: string[]) => words.map((word, at) => movedWord(word, words[at - 1], stack.port, port))
  if (stack.language === 'python') return { ...stack, port, command: moved(stack.command) }
  if (stack.language === 'javascript' && stack.serve.kind === 'process')
    return { ...stack, port, serve: { ...stack.serve, command: moved(stack.serve.command) } }
  return { ...stack, port }
}

function movedWord(word: string, before: string | undefined, from: number, to: number): string {
  if (word === String(from) && /^(-p|--port)$/.test(before ?? '')) return String(to)
  return word.replace(new RegExp(`(^--port=|:)${from}$`), `$1${to}`)
}
