import { type Folder, isSource, type Line, linesOf } from './project-files.ts'

/** A place where an environment variable is read. */
export type Reading = {
  path: string
  line: number
  name: string
  fallback?: string
  isRequired: boolean
  /** Read once, when the image is built. */
  isStatic?: boolean
}

const name = '([A-Z][A-Z0-9_]*)'
const orElse = '(?:\\s*(?:\\?\\?|\\|\\|)\\s*["\'`]?((?<=["\'`])[^"\'`]*|\\d+))?'
const second =
  '(?:\\s*,\\s*(?:default\\s*=\\s*)?["\'`]?((?<=["\'`])[^"\'`]*|\\d+|None|null|nil|True|False|true|false))?'
const quoted = `\\(\\s*["'\`]${name}["'\`]${second}`

/** How languages and their usual libraries read the environment: the name, and what stands in for it. */
const reads: RegExp[] = [
  `(?:process|Bun)\\.env\\.${name}${orElse}`,
  `process\\.env\\[["'\`]${name}["'\`]\\]${orElse}`,
  `import\\.meta\\.env\\.${name}${orElse}`,
  `Deno\\.env\\.get\\("${name}"\\)${orElse}`,
  `os\\.environ\\.get${quoted}`,
  `os\\.environ\\[\\s*["']${name}["']`,
  `os\\.getenv${quoted}`,
  `os\\.(?:Getenv|LookupEnv)\\("${name}"\\)`,
  // a function of the project's own, by the names that people give it
  `(?<!\\.)\\b(?:get|must|require|lookup|read|load|fetch)_?(?:[Ss]tring_?|[Ii]nt_?)?[Ee]nv\\w*${quoted}`,
  `\\benv(?:\\.(?:str|int|bool|url|list|db|db_url|get|float|Get\\w*))?${quoted}`,
  `\\benvOr\\w*${quoted}`,
  `(?<![.\\w])config${quoted}`,
  `[cC]onfig(?:Service|uration)?\\)?\\.(?:get|getOrThrow)(?:<[^>]*>)?${quoted}`,
  `viper\\.Get\\w*\\("${name}"\\)`,
  `\\benv:"${name}(?:,[\\w,]*)?"(?:[^\`]*?(?:envDefault|default|env-default):"([^"]*)")?`,
  `System\\.(?:getenv|get_env|fetch_env!)${quoted}`,
  `Environment\\.GetEnvironmentVariable\\("${name}"\\)`,
  `\\benv::var(?:_os)?\\("${name}"\\)`,
  `ENV(?:\\.fetch\\(|\\[)["']${name}["']${second}`,
  `\\$\\{${name}(?::([^{}$]*))?`,
].map((text) => new RegExp(text, 'g'))

const javaSetting = /(^|\/)application[\w-]*\.(ya?ml|properties)$|\.(java|kt)$/
const isReading = (path: string) =>
  isSource(path) || /schema\.prisma$|config\/database\.yml$/.test(path) || javaSetting.test(path)
/** `${NAME}` is a template in every other language. */
const isPlaceholder = (pattern: RegExp) => pattern.source.startsWith('\\$')

const mayBeAbsent =
  /\bgetenv\(|environ\.get\(|\?\?|\|\||LookupEnv|\.fetch\([^)]*,|\.fetch\([^)]*\)\s*\{|\?\.|\b(if|typeof)\b|unwrap_or|\.ok\(\)|\.optional\(|\.default\(/

/** Every place in a folder's source where a variable is read, as far as its text shows it. */
export const readVariables = (folder: Folder): Reading[] =>
  [...folder.texts]
    .filter(([path]) => isReading(path))
    .flatMap(([path, text]) => [
      ...fromLines(path, text),
      ...fromSettingsClass(path, text),
      ...fromSchema(path, text),
      ...fromImports(path, text),
    ])

const isComment = (text: string) => /^\s*(\/\/|\*|#(?!!))/.test(text)

function fromLines(path: string, text: string): Reading[] {
  const patterns = reads.filter((it) => isPlaceholder(it) === false || javaSetting.test(path))
  return joinCalls(linesOf(path, text)).flatMap((line) =>
    isComment(line.text)
      ? []
      : patterns.flatMap((pattern) =>
          [...line.text.matchAll(pattern)].map((match) => ({
            path,
            line: line.line,
            name: match[1]!,
            fallback: given(match[2]),
            isRequired:
              match[2] === undefined && !mayBeAbsent.test(line.text) && !path.endsWith('database.yml'),
          })),
        ),
  )
}

const nothing = new Set(['None', 'null', 'nil', 'False', 'false', ''])
const given = (text: string | undefined) => (text === undefined || nothing.has(text) ? undefined : text)

/** A call whose arguments stand on lines of their own reads as one. */
const joinCalls = (lines: Line[]): Line[] =>
  lines.map((line, index) =>
    /(?:[eE]nv\w*|\.get|config)\($/.test(line.text)
      ? {
          ...line,
          text: `${line.text}${lines
            .slice(index + 1, index + 3)
            .map((it) => it.text.trim())
            .join(' ')}`,
        }
      : line,
  )

/** Fields of a pydantic settings class: each is a variable of that name, with the class's prefix. */
function fromSettingsClass(path: string, text: string): Reading[] {
  if (!path.endsWith('.py') || !text.includes('BaseSettings')) return []
  const prefix = /env_prefix\s*=\s*["'](\w*)["']/.exec(text)?.[1] ?? ''
  let isInside = false
  return linesOf(path, text).flatMap((line): Reading[] => {
    if (/^\S/.test(line.text)) isInside = /^class\s+\w+\([^)]*BaseSettings/.test(line.text)
    const field = /^ {4}([A-Za-z][A-Za-z0-9_]*)\s*:\s*([^=#]+?)(?:\s*=\s*(.+?))?\s*(?:#.*)?$/.exec(line.text)
    if (!isInside || !field || /^(model_config|class)$/.test(field[1]!)) return []
    const value = field[3]
    const isRequired =
      value === undefined ? !/Optional|None/.test(field[2]!) : /^Field\(\s*\.\.\./.test(value)
    const fallback = /^["']([^"']*)["']$|^(\d+)$/.exec(value ?? '')
    return [
      {
        path,
        line: line.line,
        name: `${prefix}${field[1]}`.toUpperCase(),
        fallback: given(fallback?.[1] ?? fallback?.[2]),
        isRequired,
      },
    ]
  })
}

/** A schema that the environment is checked with: `DATABASE_URL: z.string()`. */
const fromSchema = (path: string, text: string): Reading[] =>
  /process\.env|import\.meta\.env|ConfigModule/.test(text) || /(^|\/)env\.\w+$/.test(path)
    ? linesOf(path, text).flatMap((line) => {
        const found = /^\s*([A-Z][A-Z0-9_]*)\s*:\s*(?:z|Joi|str|url|num|port)\b(.*)$/.exec(line.text)
        const fallback = /\.default\(\s*["'`]?([^"'`)]*)|default:\s*["'`]?([^"'`),}]*)/.exec(found?.[2] ?? '')
        return found
          ? [
              {
                path,
                line: line.line,
                name: found[1]!,
                fallback: given(fallback?.[1] ?? fallback?.[2]),
                isRequired: !/optional|default|nullish/.test(found[2]!),
              },
            ]
          : []
      })
    : []

const imported = /import\s*\{([^}]*)\}\s*from\s*["']\$env\/static\/(?:private|public)["']/g
const taken = /\bconst\s*\{([^}]*)\}\s*=\s*(?:process|import\.meta)\.env\b/g
const dynamic = /\benv\.([A-Z][A-Z0-9_]*)(?:\s*(?:\?\?|\|\|)\s*["'`]([^"'`]*))?/g

/** Names that are taken out of the environment together, or from SvelteKit's modules. */
function fromImports(path: string, text: string): Reading[] {
  const lineAt = (index: number) => text.slice(0, index).split('\n').length
  const lists = [
    ...[...text.matchAll(imported)].map((match) => ({ match, isStatic: true })),
    ...[...text.matchAll(taken)].map((match) => ({ match, isStatic: false })),
  ]
  const named = lists.flatMap(({ match, isStatic }) =>
    [...match[1]!.matchAll(/([A-Z][A-Z0-9_]*)(?:\s*:\s*\w+)?(?:\s*=\s*["'`]([^"'`]*))?/g)].map((one) => ({
      path,
      line: lineAt(match.index),
      name: one[1]!,
      fallback: given(one[2]),
      isRequired: one[2] === undefined,
      isStatic,
    })),
  )
  const later = /\$env\/dynamic\//.test(text) ? [...text.matchAll(dynamic)] : []
  return [
    ...named,
    ...later.map((match) => ({
      path,
      line: lineAt(match.index),
      name: match[1]!,
      fallback: given(match[2]),
      isRequired: false,
    })),
  ]
}
