import { maskCredentials } from './check-variable.ts'

/** What is wrong with a value, and how to put it right. */
export type Fault = { message: string; hint: string }

export type Path = readonly (string | number)[]

/** A fault that knows which answer it is about. */
export type Issue = Fault & { path: Path; at: 'key' | 'value' }

/** A fault with its place in the file; lines and columns start at 1. */
export type Problem = Fault & { file: string; path: string; line: number; column: number }

export const pathText = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')

/** What stands in a file may hold a password, or have no end. */
export const tellable = (text: string): string =>
  maskCredentials(text).replace(/[^\s`]{120,}/g, (word) => `${word.slice(0, 60)}…`)

/** `file:line:column: path: message` and what to do, as compilers print it. */
export function problemText(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`
  const subject = problem.path === '' ? '' : `${problem.path}: `
  return `${place}: ${subject}${problem.message}${problem.hint === '' ? '' : `\n  ${problem.hint}`}`
}
