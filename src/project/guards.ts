import type { Line } from './project-files.ts'

const environment = String.raw`(?:process|import\.meta|Bun)\.env`
const ends = String.raw`\s*(?:console\.\w+\([^\n]*\s+)?(?:throw|raise|(?:process|sys)\.exit)\b`

/** `if (!process.env.KEY) throw …`, or the same of a constant that is made of it, unless that asks for something else too. */
export function isComplained(own: string, text: string): boolean {
  const direct = `(?:!\\s*${environment}(?:\\.|\\[["'])|\\bnot os\\.(?:getenv|environ\\.get)\\(["'])${own}\\b`
  const constant = new RegExp(`\\b(?:const|let)\\s+(\\w+)\\s*=\\s*${environment}\\.${own}\\b`).exec(text)?.[1]
  const asked = constant ? `(?:${direct}|!\\s*${constant}\\b)` : direct
  return new RegExp(`\\bif\\b[^&\\n]*${asked}[^&\\n]*${ends}`).test(text)
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
