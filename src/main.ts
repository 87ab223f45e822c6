import { readFileSync } from 'node:fs'

/**
 * Runs one command line. `signal` aborts on the first SIGINT or SIGTERM, its reason the signal's name; `stray` rejects
 * with what a timer or a socket has thrown, and no command caught. Answers the exit code.
 */
export async function main(argv: string[], signal: AbortSignal, stray: Promise<never>): Promise<number> {
  const { runProgram } = await import('./program.ts')
  return runProgram(argv, version(), signal, stray)
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
