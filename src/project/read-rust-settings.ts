import { lineAt, type Reading } from './reading.ts'

const prefixed =
  /\bEnv::prefixed\(\s*"(\w+)"|\benvy::prefixed\(\s*"(\w+)"|\bEnvironment::with_prefix\(\s*"(\w+)"|\b(envy::from_env)\b/
const struct = /#\[derive\([^\]]*\bDeserialize\b[^\]]*\)\][^{;]*?\bstruct\s+(\w+)\s*\{([^}]*)\}/g
const field =
  /((?:^[ \t]*(?:#\[[^\n]*|\/\/[^\n]*)\n)*)^[ \t]*(?:pub(?:\([^)]*\))?\s+)?([a-z]\w*)\s*:\s*([^,\n]+)/gm
const mainName = /^(App)?(Config|Configuration|Settings|Env\w*)$/

/** Fields of a struct that serde fills from the environment: figment, envy and config put a prefix in front of each. */
export function readRustSettings(path: string, text: string): Reading[] {
  const found = path.endsWith('.rs') ? prefixed.exec(text) : null
  if (!found) return []
  const structs = [...text.matchAll(struct)]
  const main = structs.length === 1 ? structs[0] : structs.find((it) => mainName.test(it[1]!))
  if (!main) return []
  const prefix = found[1] ?? found[2] ?? (found[3] ? `${found[3]}_` : '')
  const nested = new Set(structs.map((it) => it[1]))
  const start = main.index + main[0].indexOf('{') + 1
  return [...main[2]!.matchAll(field)].flatMap((match) => {
    const [all, marks = '', name = '', type = ''] = match
    if (nested.has(type.trim())) return []
    return {
      path,
      line: lineAt(text, start + match.index + all.lastIndexOf(name, all.lastIndexOf(':'))),
      name: `${prefix}${/rename\s*=\s*"(\w+)"/.exec(marks)?.[1] ?? name}`.toUpperCase(),
      isRequired: !/^Option</.test(type) && !/\bserde\([^)]*\bdefault\b/.test(marks),
    }
  })
}
