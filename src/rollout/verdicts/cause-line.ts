import { isRunnerWord } from './is-runner-word.ts'
import { findListening } from './listening.ts'
import { asWritten } from './read-json-line.ts'
import { tellingPart } from './telling-part.ts'
import { findIssues } from './validation-issues.ts'

const longest = 300

/** Frames of a stack, carets, braces and farewells without a reason: where it happened, not what. */
const noise =
  /^\s*$|^\s+at\b|^\s*\.{3} \d+ (more|common frames)|^\s*File "|^\s*from .*:\d+:in\b|^\s*[\^~]+\s*$|^\s*[{}()[\],;]+\s*$|^Traceback \(|^goroutine \d+|^\s+\S+\.go:\d+|^[\w./*()]+\(.*\)$|^created by |^exit status \d+|^\s*exiting( the)?( \w+)?( with( \w+)? (code|status)\W{0,2}\d+| due to (an |the |above |previous |fatal )*errors?( above)?)?[\s.!…]*$|^ERROR:\s+(Application startup failed|Traceback)|(Fatal errors|Error\(s\)) found in configuration|^[\s=*#-]+$|^Node\.js v\d|^npm (ERR!|error)( \w+)?(\s*$| \s*npm run$|.*debug| (A complete log|Log files were|You can rerun|To see a list|code|syscall|errno|path|enoent This is related)\b)|^note: run with|^stack backtrace|^\s+\d+: |^\s*node:internal|^\s*throw |^\s*(code|requireStack|url|errno|syscall): ?/i

/** It was called in a way that it does not know; what follows is its help. */
export const misuse =
  /^(?!.*\bwarn).*(\b(unknown|unrecogni[sz]ed|invalid|illegal|bad|no such) (option|flag|subcommand|directive|keyword)s?\b|\bunrecogni[sz]ed arguments?\b|flag provided but not defined)/i

// The first that matches wins; of its matches the last, because that is what ended the program.
const patterns: RegExp[] = [
  // what a chain of exceptions began with
  /^\s*(Caused by: |\[cause\]: )/,
  // Spring Boot and .NET explain in prose what kept them from starting
  /^Description:$|^You must install or update \.NET/,
  /^Exception in thread |^Unhandled exception/i,
  /^(fatal error|panic|fatal|emerg|\[emerg\]): |\[emerg\]|^thread '.*' panicked/i,
  // `KeyError: 'X'`, `app.errors.Broken: why`, `TypeError [ERR_X]: why`
  /^(uncaught )?([\w$]+[.:]{1,2})*\w*(Error|Exception|Exit|Failure)\b( \[\w+\])?( \(\w+\))?(:|$)/i,
  /\((\w+(::\w+)*)(Error|Exception)\)/,
  misuse,
  /\binvalid (env\w*|config\w*|settings)\b/i,
  /\b(fatal|critical|panic)\b/i,
  /\berror\b|\bexception\b|cannot|can't|could not|failed|missing|required|not found|denied|refused/i,
]

/** A field of an error that was printed as an object: it tells machines. */
export const isField = (line: string): boolean => /^\s+['"]?\w+['"]?: /.test(line)

export const isNoise = (line: string): boolean => noise.test(line) || isRunnerWord(line)

/** It says only that something follows: `ZodError: [`, `Error: P3009`. */
const announces = /[:[{(]$|\w(Exception|Error)$|initialization of VM$|^\w*Error: \w+\d+$/
const mostJoined = 3

/** A headline, and what it announces. */
const withSequel = (headline: string, below: string[]): string => {
  let told = headline
  for (const line of below.slice(0, mostJoined - 1)) {
    if (!announces.test(told)) break
    told = `${told} ${line.trim()}`
  }
  return told
}

const isAboutIssues = /ZodError|validation (error|failed)|invalid (env|config|input|settings)|missing env/i

/** A headline, and which of its settings a validator complains about. */
const withIssues = (headline: string, lines: string[]): string | undefined => {
  const issues = isAboutIssues.test(headline) ? findIssues(lines) : []
  return issues.length > 0 ? `${headline.replace(/[\s:[{(]+$/, '')}: ${issues.join(', ')}` : undefined
}

/** Of words without a shape the last count, but those on where it listens never tell of an end. */
const findTelling = (telling: string[], pattern: RegExp | undefined): number => {
  if (pattern) return telling.findLastIndex((line) => pattern.test(line))
  const at = telling.findLastIndex((line) => findListening([line]).length === 0)
  return at >= 0 ? at : telling.length - 1
}

/** The line that says what a program died of: languages bury it among frames, each in its own way. */
export const findCauseLine = (raw: string[]): string | undefined => {
  const lines = raw.map(asWritten)
  const telling = lines.filter((line) => !isNoise(line))
  const pattern = patterns.find((one) => telling.some((line) => one.test(line)))
  const at = findTelling(telling, pattern)
  const line = telling[at]
  if (line === undefined) return undefined
  const text = tellingPart(line, pattern ?? /./)
  return (withIssues(text, lines) ?? withSequel(text, telling.slice(at + 1))).slice(0, longest)
}
