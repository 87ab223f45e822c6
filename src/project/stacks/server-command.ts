import { readCommand } from '../../dockerfile/read-dockerfile.ts'

type Scripts = Readonly<Record<string, string>>

const runsScript = /^(?:(?:npm|pnpm|yarn|bun) (?:run )?|npm-run-all )([\w:.-]+)$/
const before =
  /^(?:(?:cross-env|env-cmd|dotenv)(?:\s+-\S+(?:\s+[^-\s]\S*)?)*\s+(?:--\s+)?)?(?:[A-Za-z_]\w*=\S+\s+)*/

/** The server of a script: what follows the last `&&`, looked up where it is another script, and without the watching. */
export function serverCommand(name: string, scripts: Scripts, depth = 0): string[] | undefined {
  const script = scripts[name]
  if (script === undefined || depth > 3) return undefined
  const last = script.split('&&').at(-1)!.trim().replace(before, '')
  const other = runsScript.exec(last)?.[1]
  if (other !== undefined && scripts[other] !== undefined) return serverCommand(other, scripts, depth + 1)
  const words = readCommand(last)
  return words && withoutWatching(words)
}

/** Nobody changes files in a container. */
function withoutWatching(words: string[]): string[] | undefined {
  const [tool = '', ...rest] = words
  if (tool === 'nest' && rest[0] === 'start') return ['node', 'dist/main.js']
  if (tool === 'nodemon') {
    const file = rest.find((word) => /\.[cm]?js$/.test(word))
    return file && !rest.some((word) => /^(-x|--exec)$/.test(word)) ? ['node', file] : words
  }
  if (/^(node|bun|tsx|deno)$/.test(tool))
    return [tool, ...rest.filter((word) => !/^(watch|--watch|--hot|--inspect\S*)$/.test(word))]
  return words
}
