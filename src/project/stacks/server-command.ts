import { readCommand } from '../../dockerfile/read-dockerfile.ts'
import { tsNodeWords } from './ts-node-words.ts'

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
  const words = readCommand(last.startsWith('nodemon ') ? startedByNodemon(last) : last)
  return words && withoutWatching(words)
}

/** Nobody changes files in a container. */
function withoutWatching(words: string[]): string[] | undefined {
  const [tool = '', ...rest] = words
  if (tool === 'nest' && rest[0] === 'start') return ['node', 'dist/main.js']
  if (tool === 'ts-node-dev') return ['ts-node', ...tsNodeWords(rest)]
  if (/^(node|bun|tsx|deno)$/.test(tool))
    return [
      tool,
      ...withoutEnvFile(rest).filter((word) => !/^(watch|--watch|--hot|--inspect\S*)$/.test(word)),
    ]
  return words
}

/** The pod has its variables, the image no such file, and Node stops without it. */
export const withoutEnvFile = (words: string[]): string[] =>
  words.filter(
    (word, index) =>
      !/^--env-file(-if-exists)?(=|$)/.test(word) &&
      !/^--env-file(-if-exists)?$/.test(words[index - 1] ?? ''),
  )

/** What it starts again and again: the command of `--exec` with what follows it, or else the file that it is given. */
function startedByNodemon(script: string): string {
  const [all, , quoted, word, rest = ''] =
    /\s(?:-x|--exec)[\s=]+(?:(["'])(.*?)\1|(\S+))((?:\s+[^-\s]\S*)*)/.exec(script) ?? []
  const file = /\s([^-\s]\S*\.[cm]?[jt]sx?)(?=\s|$)/
  const command = all === undefined ? undefined : `${quoted ?? word}${rest}`
  const plain = file.exec(script)?.[1]
  if (command === undefined)
    return plain ? `${/\.[cm]?js$/.test(plain) ? 'node' : 'ts-node'} ${plain}` : script
  return file.test(command) || plain === undefined ? command : `${command} ${plain}`
}
