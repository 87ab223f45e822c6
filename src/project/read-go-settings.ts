import { type Folder, linesOf } from './project-files.ts'
import { fallbackOf, type Reading } from './reading.ts'

/** A library that makes the name of a variable out of a key: what the whole source says about how. */
type Library = {
  receivers: RegExp
  keys(receiver: string): RegExp
  nameOf(key: string, source: string): string | undefined
}

const upper = (key: string, between: string) => key.replace(/[.-]/g, between).toUpperCase()

const viper: Library = {
  receivers: /\b(\w+)\s*:?=\s*viper\.New\(\)/g,
  keys: (receiver) =>
    new RegExp(
      `\\b${receiver}\\.(SetDefault|BindEnv|MustBindEnv|Get\\w*)\\(\\s*"([a-z][\\w.-]*)"(?:\\s*,\\s*"?([^")]*))?`,
      'g',
    ),
  nameOf(key, source) {
    const prefix = /\.SetEnvPrefix\("(\w+)"\)/.exec(source)?.[1]
    const isReplaced = /\.SetEnvKeyReplacer\(\s*strings\.NewReplacer\([^)]*"\."\s*,\s*"_"/.test(source)
    if (key.includes('.') && !isReplaced) return undefined
    return upper(prefix ? `${prefix}_${key}` : key, '_')
  },
}

const koanf: Library = {
  receivers: /\b(\w+)\s*:?=\s*koanf\.New\(/g,
  keys: (receiver) =>
    new RegExp(
      `\\b${receiver}\\.((?:Must)?(?:String|Int|Int64|Bool|Float64|Duration|Bytes)s?)\\(\\s*"([a-z][\\w.-]*)"`,
      'g',
    ),
  nameOf(key, source) {
    const prefix = /\benv\.Provider\(\s*"(\w*)"|\bPrefix:\s*"(\w+)"/.exec(source)
    if (!prefix) return undefined
    const isDouble = /Replace(?:All)?\([^)]*"__"\s*,\s*"\."/.test(source)
    return `${prefix[1] ?? prefix[2]}${upper(key, isDouble ? '__' : '_')}`
  },
}

/** What is no number, and not one of two, is nothing without a value. */
const demands = /^(Get)?String$|^Must(?!BindEnv)/
const holds = /\.(?:SetDefault|BindPFlag)\(\s*"([^"]+)"/g
/** Values of keys that nothing here tells one by one. */
const holdsAny =
  /\b(?:confmap|structs|rawbytes|posflag|basicflag)\.Provider\(|\.BindPFlags\(|\.MergeConfigMap\(/

/** Keys of viper and koanf, and envconfig's names in small letters, by the variables that they are read from. */
export function readGoSettings({ texts, paths }: Folder): Reading[] {
  const sources = [...texts].filter(([path]) => path.endsWith('.go'))
  const whole = sources.map(([, text]) => text).join('\n')
  const hasFile = paths.some((path) => /(^|\/)config[\w.-]*\.(ya?ml|toml|json)$/.test(path))
  const isViper = /\.AutomaticEnv\(\)|\.(?:Must)?BindEnv\(/.test(whole)
  const libraries = [...(isViper ? [viper] : []), ...(/\bkoanf\.New\(/.test(whole) ? [koanf] : [])]
  const read = libraries.flatMap((it) => fromKeys(it, sources, whole, hasFile))
  return [...withDefaults(read), ...sources.flatMap(([path, text]) => fromTags(path, text))]
}

function fromKeys(it: Library, sources: [string, string][], whole: string, hasFile: boolean): Reading[] {
  const receivers = [...new Set(['viper', ...[...whole.matchAll(it.receivers)].map((match) => match[1]!)])]
  const held = new Set([...whole.matchAll(holds)].map((match) => match[1]!))
  const isDemanding = !hasFile && !holdsAny.test(whole)
  return sources.flatMap(([path, text]) =>
    linesOf(path, text).flatMap(({ text: line, line: number }) =>
      receivers.flatMap((receiver) =>
        [...line.matchAll(it.keys(receiver))].flatMap(([, call = '', key = '', rest]): Reading[] => {
          const bound = /BindEnv$/.test(call) ? /^[A-Z][A-Z0-9_]*$/.exec(rest ?? '')?.[0] : undefined
          const name = bound ?? it.nameOf(key, whole)
          const fallback = call === 'SetDefault' ? fallbackOf(rest) : undefined
          const isRequired = isDemanding && !held.has(key) && demands.test(call)
          return name ? [{ path, line: number, name, fallback, isRequired }] : []
        }),
      ),
    ),
  )
}

/** What is set as a default anywhere holds for every place that reads it. */
function withDefaults(read: Reading[]): Reading[] {
  const known = new Map(
    read.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback] as const])),
  )
  return read.map((it) =>
    known.has(it.name) ? { ...it, fallback: known.get(it.name), isRequired: false } : it,
  )
}

const tag = /`[^`\n]*\benvconfig:"([a-z]\w*)"[^`\n]*`/

const fromTags = (path: string, text: string): Reading[] =>
  linesOf(path, text).flatMap(({ text: line, line: number }) => {
    const [all = '', name] = tag.exec(line) ?? []
    if (!name) return []
    const fallback = fallbackOf(/\bdefault:"([^"]*)"/.exec(all)?.[1])
    return [
      { path, line: number, name: name.toUpperCase(), fallback, isRequired: /\brequired:"true"/.test(all) },
    ]
  })
