import { tellingPart } from './telling-part.ts'

/** Frames of a stack, carets, braces and farewells: where it happened, not what. */
const noise =
  /^\s*$|^\s+at\b|^\s*\.{3} \d+ (more|common frames)|^\s*File "|^\s*from .*:\d+:in\b|^\s*[\^~]+\s*$|^\s*[{}()[\],;]+\s*$|^Traceback \(|^goroutine \d+|^\s+\S+\.go:\d+|^[\w./*()]+\(.*\)$|^created by |^exit status \d+|^Node\.js v\d|^npm (ERR!|error)( \w+)?(\s*$| \s*npm run$|.*debug| (A complete log|Log files were|You can rerun|To see a list|code|syscall|errno|path|enoent This is related)\b)|^note: run with|^stack backtrace|^\s+\d+: |^\s*node:internal|^\s*throw |^\s*(code|requireStack|url|errno|syscall): ?/i

/** It was called in a way that it does not know; what follows is its help. */
export const misuse =
  /^(?!.*\bwarn).*(\b(unknown|unrecogni[sz]ed|invalid|illegal|bad|no such) (option|flag|subcommand|directive)s?\b|\bunrecogni[sz]ed arguments?\b|flag provided but not defined)/i

// The first that matches wins; of its matches the last, because that is what ended the program.
const patterns: RegExp[] = [
  // what a chain of exceptions began with
  /^\s*(Caused by: |\[cause\]: )/,
  /^Exception in thread |^Unhandled exception/i,
  /^(fatal error|panic|fatal|emerg|\[emerg\]): |\[emerg\]|^thread '.*' panicked/i,
  // `KeyError: 'X'`, `app.errors.Broken: why`, `TypeError [ERR_X]: why`
  /^(uncaught )?([\w$]+[.:]{1,2})*\w*(Error|Exception|Exit|Failure)\b( \[\w+\])?( \(\w+\))?(:|$)/i,
  /\((\w+(::\w+)*)(Error|Exception)\)/,
  misuse,
  /\b(fatal|critical|panic)\b/i,
  /\berror\b|\bexception\b|cannot|can't|could not|failed|missing|required|not found|denied|refused/i,
]

/** A field of an error that was printed as an object: it tells machines. */
export const isField = (line: string): boolean => /^\s+['"]?\w+['"]?: /.test(line)

export const isNoise = (line: string): boolean => noise.test(line)

/** The line that says what a program died of: languages bury it among frames, each in its own way. */
export const findCauseLine = (lines: string[]): string | undefined => {
  const telling = lines.filter((line) => !isNoise(line))
  const pattern = patterns.find((one) => telling.some((line) => one.test(line)))
  const at = telling.findLastIndex((line) => (pattern ? pattern.test(line) : true))
  const line = telling[at]
  if (line === undefined) return undefined
  const text = tellingPart(line, pattern ?? /./)
  // Rust says on one line where, and on the next what
  const next = /panicked at [^,]*:\d+:$/.test(text) ? telling[at + 1] : undefined
  return next ? `${text} ${next.trim()}` : text
}
