import type { Line } from './project-files.ts'

const environment = String.raw`(?:process|import\.meta|Bun)\.env`
const gap = String.raw`[^&\n]{0,200}`
const ends = String.raw`\s{0,99}(?:console\.\w+\([^\n]{0,500}\s{1,99})?(?:throw|raise|(?:process|sys)\.exit)\b`

/** `if (!process.env.KEY) throw …`, or the same of a constant that is made of it, unless that asks for something else too. */
export function isComplained(own: string, text: string): boolean {
  const direct = `(?:!\\s*${environment}(?:\\.|\\[["'])|\\bnot os\\.(?:getenv|environ\\.get)\\(["'])${own}\\b`
  return (
    complainsOf(direct, text) ||
    constantsOf(own, text).some(({ name, below }) => complainsOf(`!\\s*${name}\\b`, below))
  )
}

const complainsOf = (asked: string, text: string) =>
  new RegExp(`\\bif\\b${gap}${asked}${gap}${ends}`).test(text)

const reach = 10

/** Constants of the variable that may be empty, each with the lines below where its name means no other. */
function constantsOf(own: string, text: string): { name: string; below: string }[] {
  const orElse = String.raw`\s*(?:\?\?|\|\|)(?!\s*(?:''|""|\x60\x60))`
  const made = new RegExp(`\\b(?:const|let)\\s+(\\w+)\\s*=\\s*${environment}\\.${own}\\b(?!${orElse})`, 'g')
  return [...text.matchAll(made)].map((match) => {
    const name = match[1]!
    const lines = text.slice(match.index + match[0].length).split('\n', reach + 1)
    return { name, below: lines.join('\n').split(new RegExp(`\\b(?:const|let|var)\\s+${name}\\b`), 1)[0]! }
  })
}

/** `if (process.env.DSN) {`: the last line of its block, where the variable is there. */
export function endOfGuard(own: string, { text, line }: Line, whole: string): number | undefined {
  const guard = new RegExp(
    `^(\\s*)(?:\\} else )?if\\s*\\((?:[^()!=]*&&\\s*)?${environment}\\.${own}\\s*(?:\\)|&&)`,
  )
  const indent = guard.exec(text)?.[1]?.length
  if (indent === undefined) return undefined
  const lines = whole.split('\n').slice(line)
  const end = lines.findIndex((it) => it.trim() !== '' && /^\s*/.exec(it)![0].length <= indent)
  return line + Math.max(end, 0)
}
