import type { Note } from './note.ts'
import { at, type Folder, isSource, linesOf } from './project-files.ts'
import { lineAt } from './reading.ts'

/** Libraries that read `.env`, and a program that ends where there is none. */
const rows: [files: RegExp, pattern: RegExp][] = [
  [
    /\.go$/,
    /\bgodotenv\.(?:Load|Read|Overload)\([^)\n]*\)[\s;]*(?:if\s+)?(?:\w+\s*:?=\s*)?(?:err|e)\s*!=\s*nil\s*\{\s*(?:\/\/[^\n]*\n\s*)*\S*(?:panic|Fatal\w*|Exit)\(/g,
  ],
  [/\.rs$/, /\b(?:dotenvy?::)?dotenv\(\)\s*\.(?:expect|unwrap)\(/g],
  [/\.(?:java|kt)$/, /\bDotenv\.(?:load\(\)|configure\(\)(?:(?!ignoreIfMissing|;)[\s\S])*?\.load\(\))/g],
  [/\.php$/, /\bDotenv::create(?:Immutable|Mutable)\([^)\n]*\)(?:->load\(\)|;\s*\$\w+->load\(\))/g],
]
/** Only on some machines. */
const isChosen = /^\s*(?:\}\s*else\b|if\b(?!.*godotenv\.)|else\b|#\[cfg\()/

/** Neither an image nor a pod has a `.env`: its variables are given. */
export function findEnvFileNotes({ texts }: Folder): Note[] {
  const places = [...texts]
    .filter(([path]) => isSource(path))
    .flatMap(([path, text]) =>
      rows
        .filter(([files]) => files.test(path))
        .flatMap(([, pattern]) => [...text.matchAll(pattern)])
        .flatMap((match) => {
          const lines = linesOf(path, text)
          const line = lines[lineAt(text, match.index) - 1]!
          const before = lines.slice(Math.max(0, line.line - 3), line.line - 1)
          const isComment = /^\s*(?:\/\/|\*|#)/.test(line.text)
          return isComment || before.some((it) => isChosen.test(it.text)) ? [] : [line]
        }),
    )
  return places.slice(0, 1).map((line) => ({
    id: 'needs-env-file',
    severity: 'warn',
    message: 'the server ends at once where there is no .env, and no pod has one',
    source: at(line),
    advice: 'go on without the file: the variables are there already',
  }))
}
