import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { facts } from './facts.ts'

export type Outcome = {
  code: number
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** Each line of stdout that is a JSON object: with `-o ndjson` the events, the document last. */
  documents: Record<string, unknown>[]
}

export type CliOptions = {
  cwd: string
  env?: Record<string, string>
  /** What stands on standard input; absent: nothing can be read from it. */
  input?: string
  /** Told each NDJSON event while the command runs; may signal the child. */
  onEvent?: (event: Record<string, unknown>, child: ChildProcess) => void
}

/** The packed and installed CLI as people run it: a child process without a terminal and with a small environment. */
export function runCli(args: string[], { cwd, env, input, onEvent }: CliOptions): Promise<Outcome> {
  const child = spawn(facts.cli, args, {
    cwd,
    env: { ...environment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // who reads nothing from there has hung up
  child.stdin.on('error', () => undefined).end(input)
  const lines: string[] = []
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    const event = readObject(line)
    if (event) onEvent?.(event, child)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const stdout = lines.join('\n')
      const documents = lines.map(readObject).filter((document) => document !== undefined)
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), signal, stdout, stderr, documents })
    })
  })
}

/** Nothing of the person or CI system that runs the tests gets in, only what a user of this cluster would have set. */
function environment(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, KUBECONFIG: facts.kubeconfig, NODE_EXTRA_CA_CERTS: facts.authorities }
}

function readObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
