/** What yarn, pnpm, bun and npm say last of a script that failed: that it failed, and where to read more. */
const words = [
  /^\s*(error|\[?ELIFECYCLE\]?)\s+Command failed( with exit code \d+)?\b/,
  /^\s*(error|info) (Visit https:\/\/yarnpkg\.com|An unexpected error occurred: "Command failed)/,
  /^\s*WARN\s+Local package\.json exists, but node_modules missing/,
  /^\s*ERR_PNPM_RECURSIVE_\w+\s/,
  /^error: script "[^"]*" exited with code \d+/,
  /^npm (ERR!|error) (Lifecycle script\b|workspace|location|command( failed$| sh -c)|\S+@\S+ \S+: |Exit status|Failed at the|This is probably not a problem with npm)/,
]

export const isRunnerWord = (line: string): boolean => words.some((one) => one.test(line))
