import type { Folder } from './project-files.ts'
import { settingsOf } from './read-settings-file.ts'
import { fallbackOf, lineAt, type Reading } from './reading.ts'

type Struct = {
  name: string
  path: string
  text: string
  body: string
  start: number
  /** What is not said comes from the default of the whole. */
  hasDefault: boolean
}
type Whole = {
  structs: Map<string, Struct>
  /** What stands between the names of structs and fields, if anything does. */
  between: string | undefined
  /** What settings files and `set_default` say, by dotted names. */
  known: Map<string, string>
}

const source =
  /\bEnv::prefixed\(\s*"(\w+)"|\benvy::prefixed\(\s*"(\w+)"|\bEnvironment::with_prefix\(\s*"(\w+)"|\benvy::from_env\b|\bEnvironment::default\(\)/
const struct = /#\[derive\([^\]]*\bDeserialize\b[^\]]*\)\][^{;]*?\bstruct\s+(\w+)\s*\{([^}]*)\}/g
const standIns = /\bSerialized::defaults\(|::default\(\)\)\s*\.merge\(\s*Env\b/
const field =
  /((?:^[ \t]*(?:#\[[^\n]*|\/\/[^\n]*)\n)*)^[ \t]*(?:pub(?:\([^)]*\))?\s+)?([a-z]\w*)\s*:\s*([^,\n]+)/gm
const defaulted = /\bserde\([^)]*\bdefault\b/
const mainName = /^(App)?(Config|Configuration|Settings|Env\w*)$/
const settingsFile =
  /(^|\/)(config(uration)?s?|settings)(\/(base|default|production|prod|config))?\.(toml|ya?ml)$/i
const deepest = 4

/** Fields of a struct that serde fills from the environment: figment, envy and config put a prefix in front of each. */
export function readRustSettings(folder: Folder): Reading[] {
  const sources = [...folder.texts].filter(([path]) => path.endsWith('.rs'))
  const place = sources.find(([, text]) => source.test(text))
  if (!place) return []
  const [path, text] = place
  const all = sources.flatMap(([path, text]) => structsOf(path, text))
  const near = all.filter((it) => it.path === path)
  const asked = /try_deserialize::<(\w+)>/.exec(text)?.[1]
  const main =
    all.find(({ name }) => name === asked) ??
    (near.length === 1 ? near[0] : [...near, ...all].find(({ name }) => mainName.test(name)))
  if (!main) return []
  const found = source.exec(text)!
  const call = text.slice(found.index, found.index + 200)
  const between = /\.(?:separator|split)\("(\W*_+)"\)/.exec(call)?.[1]
  const behind = /\.prefix_separator\("(\w+)"\)/.exec(call)?.[1] ?? (isOld(folder) ? '_' : (between ?? '_'))
  const prefix = found[1] ?? found[2] ?? (found[3] ? `${found[3]}${behind}` : '')
  const structs = new Map(all.map((it) => [it.name, it]))
  const isFilled = standIns.test(text)
  return below(main, [], { structs, between, known: settled(folder, sources) }).map((it) => ({
    ...it,
    isRequired: it.isRequired && !isFilled,
    name: `${prefix}${it.name}`.toUpperCase(),
  }))
}

const structsOf = (path: string, text: string): Struct[] =>
  [...text.matchAll(struct)].map((match) => ({
    name: match[1]!,
    path,
    text,
    body: match[2]!,
    start: match.index + match[0].indexOf('{') + 1,
    hasDefault: defaulted.test(match[0].slice(0, match[0].indexOf('{'))),
  }))

function below(it: Struct, above: string[], whole: Whole): Reading[] {
  return [...it.body.matchAll(field)].flatMap((match): Reading[] => {
    const [all, marks = '', own = '', type = ''] = match
    const keys = [...above, /rename\s*=\s*"(\w+)"/.exec(marks)?.[1] ?? own]
    const isOptional = it.hasDefault || /^Option</.test(type) || defaulted.test(marks)
    const inner = whole.structs.get(/(\w+)>?\s*$/.exec(type)?.[1] ?? '')
    if (inner) {
      if (whole.between === undefined || keys.length > deepest) return []
      const found = below(inner, keys, whole)
      return isOptional ? found.map((reading) => ({ ...reading, isRequired: false })) : found
    }
    const known = whole.known.get(keys.join('.').toLowerCase())
    return [
      {
        path: it.path,
        line: lineAt(it.text, it.start + match.index + all.lastIndexOf(own, all.lastIndexOf(':'))),
        name: keys.join(whole.between ?? '_'),
        fallback: fallbackOf(known),
        isRequired: !isOptional && known === undefined,
      },
    ]
  })
}

function settled({ texts }: Folder, sources: [string, string][]): Map<string, string> {
  const inFiles = [...texts]
    .filter(([path]) => settingsFile.test(path))
    .flatMap(([path, text]) => settingsOf(path, text))
    .map(({ name, value }): [string, string] => [name, value])
  const inSource = sources.flatMap(([, text]) =>
    [...text.matchAll(/(?:\.set_default|\bSerialized::default)\(\s*"([\w.]+)"\s*,\s*("[^"]*"|\d+)?/g)].map(
      (match): [string, string] => [match[1]!, match[2] ?? ''],
    ),
  )
  return new Map(
    [...inSource, ...inFiles].map(([name, value]) => [
      name.toLowerCase(),
      value.replace(/\s+#.*$/, '').replace(/^["'](.*)["']$/, '$1'),
    ]),
  )
}

/** The library put one line behind the prefix, whatever stood between the rest. */
const isOld = ({ texts }: Folder) =>
  [...texts].some(
    ([path, text]) =>
      /(^|\/)Cargo\.toml$/.test(path) &&
      /^config\s*=\s*(?:\{[^}\n]*version\s*=\s*)?"[~^=]?0\.(?:9|10|11)\b/m.test(text),
  )
