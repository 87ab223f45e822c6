import { findOwnReaders, isUnknown, type OwnReader } from './find-own-readers.ts'
import { endOfGuard, isComplained } from './guards.ts'
import { isRandom } from './makeshift.ts'
import { at, type Folder, isSource, type Line, linesOf } from './project-files.ts'
import { readConvict } from './read-convict.ts'
import { readDotnetSettings } from './read-dotnet-settings.ts'
import { readEnvImports } from './read-env-imports.ts'
import { readDefaults, readEnvSchema } from './read-env-schema.ts'
import { readGoFallback } from './read-go-fallback.ts'
import { readGoSettings } from './read-go-settings.ts'
import { readNestedSettings } from './read-nested-settings.ts'
import { readNodeConfig } from './read-node-config.ts'
import { readNuxtConfig, withoutRuntimeConfig } from './read-nuxt-config.ts'
import { readRequiredNames } from './read-required-names.ts'
import { readRustSettings } from './read-rust-settings.ts'
import { readSettingsClass } from './read-settings-class.ts'
import { fallbackOf, type Reading } from './reading.ts'

const name = '([A-Z][A-Z0-9_]*)'
const orElse = '(?:\\s*(?:\\?\\?|\\|\\|)\\s*["\'`]?((?<=["\'`])[^"\'`]*|\\d+))?'
const second =
  '(?:\\s*,\\s*(?:default\\s*=\\s*)?["\'`]?((?<=["\'`])[^"\'`]*|\\d+|None|null|nil|True|False|true|false))?'
const quoted = `\\(\\s*["'\`]${name}["'\`]${second}`

/** How languages and their usual libraries read the environment: the name, and what stands in for it. */
const reads: RegExp[] = [
  `(?:process|Bun)\\??\\.env\\??\\.${name}${orElse}`,
  `process\\.env\\[["'\`]${name}["'\`]\\]${orElse}`,
  `import\\.meta\\??\\.env\\??\\.${name}${orElse}`,
  `Deno\\.env\\.get\\("${name}"\\)${orElse}`,
  `os\\.environ\\.get${quoted}`,
  `os\\.environ\\[\\s*["']${name}["']`,
  `(?<![\\w.>:$])getenv${quoted}`,
  `\\$_(?:ENV|SERVER)\\[["']${name}["']\\]${orElse}`,
  `os\\.getenv${quoted}`,
  `os\\.(?:Getenv|LookupEnv)\\("${name}"\\)`,
  // a function of the project's own, by the names that people give it
  `\\b(?!\\w*(?:[sS]et|[pP]ut|[sS]tub|[wW]rite|[dD]elete)_?[eE]nv)\\w*[eE]nv(?!iron)\\w*${quoted}`,
  `\\benv(?:\\.(?:str|int|bool|url|list|array|number|date|oneOf|json|path|db|db_url|dj_db_url|cache|cache_url|email_url|get|float|Get\\w*|(?:require|need|must|tryGet|getOr|opt)\\w*))?${quoted}`,
  `\\benvOr\\w*${quoted}`,
  `\\benv!${quoted}`,
  `(?<![.\\w])config${quoted}`,
  `[cC]onfig(?:Service|uration)?\\)?\\.(?:get|getOrThrow)(?:<[^>]*>)?${quoted}`,
  `viper\\.(?:Get\\w*|BindEnv|SetDefault)\\("${name}"(?:,\\s*"?([^")]*))?`,
  `\\b(?:env|envconfig|mapstructure):"${name}(?:,[\\w,]*)?"(?:[^\`]*?(?:envDefault|default|env-default):"([^"]*)")?`,
  `System\\.(?:getenv|get_env|fetch_env!)${quoted}`,
  `Environment\\.GetEnvironmentVariable\\("${name}"\\)`,
  `\\benv::var(?:_os)?\\("${name}"\\)`,
  `#\\[(?:arg|clap)\\([^\\]]*\\benv\\s*=\\s*"${name}"(?:[^\\]]*default_value(?:_t)?\\s*=\\s*"?([^",)]*))?`,
  `ENV(?:\\.fetch\\(|\\[)["']${name}["']${second}`,
  `\\$\\{\\??${name}(?::([^{}$]*))?`,
].map((text) => new RegExp(text, 'g'))

/** Where `${NAME}` is no template of a language's own. */
const filledIn = /(^|\/)application[\w-]*\.(ya?ml|properties|conf)$|\.(java|kt)$|\.conf\.template$/
const isReading = (path: string) =>
  isSource(path) || /schema\.prisma$|config\/database\.yml$/.test(path) || filledIn.test(path)
/** As Ktor's YAML has it: `"$NAME:default"`. */
const unbraced = new RegExp(`(?<=:\\s*["']?)\\$${name}(?::([^"'\\s]*))?`, 'g')
/** `${NAME}` is a template in every other language. */
const isPlaceholder = (pattern: RegExp) => pattern.source.startsWith('\\$\\{')

const mayBeAbsent =
  /(?:optional|maybe|try|has)_?[eE]nv|\benv\.(?:tryGet|opt)|\bgetenv\(|environ\.get\(|\?\?|\|\||LookupEnv|\.fetch\([^)]*,|\.fetch\([^)]*\)\s*\{(?!\s*raise)|\?\.|\b(if|typeof)\b|\s\?\s|unwrap_or|\.ok\(\)|\.optional\(|\.default\(|!\s*(?:process|import\.meta)\.env|[=!]==?\s*["'`]|["'`]\s*[=!]==?\s|\bdefault_value|\bOption<|\$\{\?/

/** Every place in a folder's source where a variable is read, as far as its text shows it. */
export function readVariables(folder: Folder): Reading[] {
  const defaults = new Map([...folder.texts].flatMap(([path, text]) => [...readDefaults(path, text)]))
  const nested = readNestedSettings(folder)
  const plain = fromSources(folder).filter((it) => !nested.replaced.has(at(it)))
  const all = [
    ...plain,
    ...nested.readings,
    ...readGoSettings(folder),
    ...readRustSettings(folder),
    ...readDotnetSettings(folder),
    ...readNodeConfig(folder),
  ]
  return all.map((reading) =>
    defaults.has(reading.name)
      ? {
          ...reading,
          isRequired: false,
          fallback: reading.fallback ?? fallbackOf(defaults.get(reading.name)),
        }
      : reading,
  )
}

const fromSources = (folder: Folder): Reading[] => {
  const own = findOwnReaders(folder)
  return [...folder.texts]
    .filter(([path]) => isReading(path))
    .flatMap(([path, text]) => {
      const declared = [
        ...readSettingsClass(path, text),
        ...readEnvSchema(path, text),
        ...readConvict(path, text),
        ...readNuxtConfig(path, text),
      ]
      const names = new Set(declared.map(({ name }) => name))
      // what a schema says of a variable counts, not how it is handed to the schema
      const plain = fromLines(path, withoutRuntimeConfig(path, text), own).filter(
        ({ name }) => !names.has(name),
      )
      return [...declared, ...plain, ...readEnvImports(path, text), ...readRequiredNames(path, text)]
    })
}

const renamed =
  /\b(\w+)\s*(?::\s*[\w.<>,| ]+?)?\s*=\s*(?:\w+\s*\?\s*\{[^}]*\}\s*:\s*)?(?:(?:process|import\.meta|Bun)\.env|Deno\.env\.toObject\(\))(?![.[\w])/g

/** `const env = process.env`, and from then on `env.NAME`. */
const otherNames = (text: string): RegExp[] =>
  [...new Set([...text.matchAll(renamed)].map((match) => match[1]!))].map(
    (own) => new RegExp(`(?<![.\\w])${own}\\.${name}${orElse}`, 'g'),
  )

const isComment = (text: string) => /^\s*(\/\/|\*|#(?![![]))/.test(text)

function fromLines(path: string, text: string, own: OwnReader[]): Reading[] {
  const patterns = [
    ...own.filter(isUnknown).map(({ name }) => new RegExp(`\\b${name}(?:<[^>]*>)?${quoted}`, 'g')),
    ...reads.filter((it) => isPlaceholder(it) === false || filledIn.test(path)),
    ...otherNames(text),
    ...(/(^|\/)application[\w-]*\.ya?ml$/.test(path) ? [unbraced] : []),
  ]
  const chosen = new Map<string, number>()
  return joinCalls(linesOf(path, text)).flatMap((line) =>
    isComment(line.text)
      ? []
      : patterns.flatMap((pattern) =>
          [...line.text.matchAll(pattern)].map((match) => {
            const found = {
              path,
              line: line.line,
              name: match[1]!,
              ...((path.endsWith('.go') ? readGoFallback(line.text, text) : undefined) ??
                byDefault(match, own) ??
                standIn(match, line, path)),
            }
            const until = isChosenBy(match, line) ? line.line + 3 : endOfGuard(found.name, line, text)
            if (until) chosen.set(found.name, until)
            const isInside = line.line <= (chosen.get(found.name) ?? 0)
            if (isComplained(found.name, text)) return { ...found, isRequired: true }
            return isInside ? { ...found, isRequired: false } : found
          }),
        ),
  )
}

/** What the function takes that is told no more than the name. */
function byDefault(match: RegExpMatchArray, own: OwnReader[]): StandIn | undefined {
  const reader = own.find(({ name, fallback }) => fallback !== undefined && match[0].startsWith(`${name}(`))
  const after = match.input!.slice(match.index! + match[0].length)
  if (!reader || match[2] !== undefined || !/^\s*\)/.test(after)) return undefined
  return {
    fallback: fallbackOf(reader.fallback),
    isRequired: false,
    isEmptyHanded: reader.fallback === '',
  }
}

/** `env.REDIS_URL ? { url: env.REDIS_URL } : …`: what is read inside is there. */
const isChosenBy = (match: RegExpMatchArray, { text }: Line) =>
  /^\s*(\?\s|&&)/.test(text.slice(match.index! + match[0].length))

type StandIn = Pick<Reading, 'fallback' | 'isRequired' | 'isEmptyHanded' | 'isRandom'>

/** What is taken where the variable is absent: the words behind it, or others of the same call. */
function standIn(match: RegExpMatchArray, { text }: Line, path: string): StandIn {
  const isCall = match[0].includes('(') && !match[0].endsWith(')')
  const rest = isCall ? text.slice(match.index! + match[0].length) : ''
  const later = /^\s*,[^)]*\bdefault\s*=\s*["']?([^"',)]*)/.exec(rest)?.[1]
  const hasOther = later !== undefined || /^\s*,\s*(?!cast\b|type\b|\{\s*infer)\S/.test(rest)
  const isPython = path.endsWith('.py')
  const isNil = text.includes('System.get_env(') || (path.endsWith('.php') && /^env\(/.test(match[0]))
  // another one on the same line may be absent, a subscript never
  const own = match[0].startsWith('os.environ[') ? text.replace(/environ\.get\([^)]*\)/g, '') : text
  const isAbsent = !demands.test(text) && (mayBeAbsent.test(own) || isNil)
  return {
    fallback: fallbackOf(match[2] ?? later),
    isEmptyHanded: (match[2] ?? later) === '' || (isPython && isUnhandled.test(text)),
    isRequired:
      match[2] === undefined &&
      !hasOther &&
      ((isPython && isNeeded(text)) || !isAbsent) &&
      !isAside.test(path),
    ...(isRandom(text) ? { isRandom: true } : {}),
  }
}

const asked = String.raw`\bos\.(?:getenv|environ\.get)\(\s*["']\w+["']\s*\)`
/** `NAME = os.getenv("NAME")`: Python gives None, and nobody looks at it. */
const isUnhandled = new RegExp(`^\\s*[\\w.]+\\s*(?::[^=]*)?=\\s*${asked}\\s*(?:#.*)?$`)
/** None is no number and has no methods, and Django does not start without its key. */
const needed = new RegExp(
  `\\b(?:int|float|Decimal)\\(\\s*${asked}\\s*\\)|${asked}\\s*[.[]|^SECRET_KEY\\s*=\\s*${asked}\\s*$`,
)
const isNeeded = (text: string) => needed.test(text) && !/\b(if|or)\b/.test(text)

/** Elixir, and Laravel's `env`, give nothing where there is nothing, until somebody complains. */
const demands = /\bget_env\([^)]*\)\s*\|\|\s*raise\b/

/** Nobody needs these to serve. */
const isAside = /config\/database\.yml$|(^|\/)(scripts?|tools|seed(er)?s?)\/|(^|\/)seed(er)?s?\.\w+$/

/** A call whose arguments stand on lines of their own reads as one, and so does what is chosen on the next line. */
const joinCalls = (lines: Line[]): Line[] =>
  lines.map((line, index) => {
    const next = lines.slice(index + 1, index + 3).map((it) => it.text.trim())
    if (/(?:[eE]nv\w*|\.get|config)\($/.test(line.text))
      return { ...line, text: `${line.text}${next.join(' ')}` }
    return /^(\?|\|\||\.(unwrap_or|or_else|ok\())/.test(next[0] ?? '') || /\|\|$/.test(line.text)
      ? { ...line, text: `${line.text} ${next[0]}` }
      : line
  })
