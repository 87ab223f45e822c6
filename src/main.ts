/**
 * Runs one command line. `signal` aborts on the first SIGINT or SIGTERM, its reason the signal's name; `stray` rejects
 * with what a timer or a socket has thrown, and no command caught. Answers the exit code.
 */
export async function main(
  argv: string[],
  version: string,
  signal: AbortSignal,
  stray: Promise<never>,
): Promise<number> {
  const { runProgram } = await import('./program.ts')
  return runProgram(argv, version, signal, stray)
}
