import { type Line, linesOf } from './project-files.ts'

export type Setting = { name: string; value: string; line: Line }

const entry = /^(\s*)([\w.%"-]+)\s*(?:[:=]\s*\{?|\{)\s*(.*?)\s*$/

/** Each setting by its whole name, whether YAML and HOCON nest it, TOML heads it, or it is written out. */
export function settingsOf(path: string, text: string): Setting[] {
  let above: { key: string; space: number }[] = []
  return linesOf(path, text).flatMap((line): Setting[] => {
    const section = /^\[([\w.]+)\]/.exec(line.text)?.[1]
    if (section) above = [{ key: section, space: -1 }]
    const [, indent, key, value] = entry.exec(line.text) ?? []
    if (section || key === undefined || indent === undefined || /^\s*#/.test(line.text)) return []
    above = [...above.filter(({ space }) => space < indent.length), { key, space: indent.length }]
    return value ? [{ name: above.map((it) => it.key).join('.'), value, line }] : []
  })
}
