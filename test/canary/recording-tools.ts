import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A call of a tool, as the system knows it: what everybody on the machine can read of a process. */
export type Call = { tool: string; argv: string[]; env: Record<string, string>; stdin: string }

/** A folder for the front of PATH: each tool notes how it was called, and then does what its script says. */
export function recordTools(folder: string, scripts: Record<string, string>) {
  const [bin, notes] = [join(folder, 'bin'), join(folder, 'calls')]
  for (const dir of [bin, notes]) mkdirSync(dir, { recursive: true })
  const install = (name: string, script: string) => {
    writeFileSync(join(bin, name), recorder(notes, name, script))
    chmodSync(join(bin, name), 0o755)
  }
  for (const [name, script] of Object.entries(scripts)) install(name, script)
  return {
    bin,
    notes,
    install,
    path: (name: string) => join(bin, name),
    calls: (): Call[] =>
      readdirSync(notes)
        .filter((file) => file.endsWith('.argv'))
        .map((file) => readCall(join(notes, file.slice(0, -'.argv'.length)))),
  }
}

/** Standard input is kept before the tool gets it. */
const recorder = (notes: string, name: string, script: string) => `#!/bin/sh
at=$(mktemp '${notes}/${name}-XXXXXX')
cat /proc/$$/environ > "$at.env"
case "$*" in *'--values -'*) cat > "$at.stdin"; exec < "$at.stdin";; esac
cat /proc/$$/cmdline > "$at.argv"
${script}
`

function readCall(at: string): Call {
  const words = (file: string) => readFileSync(at + file, 'utf8').split('\0')
  const [, script = '', ...argv] = words('.argv').slice(0, -1)
  const variables = words('.env').filter((pair) => pair.includes('='))
  return {
    tool: script.slice(script.lastIndexOf('/') + 1),
    argv,
    env: Object.fromEntries(
      variables.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    stdin: existsSync(`${at}.stdin`) ? readFileSync(`${at}.stdin`, 'utf8') : '',
  }
}
