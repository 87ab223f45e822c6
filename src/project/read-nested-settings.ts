import type { Folder } from './project-files.ts'
import { classesIn, fieldsIn, prefixOf, type SettingsField, standIn } from './read-settings-class.ts'
import { lineAt, type Reading } from './reading.ts'

type Class = ReturnType<typeof classesIn>[number] & { path: string; text: string }
type Classes = ReadonlyMap<string, Class>

const delimiter = /env_nested_delimiter\s*=\s*["'](\w+)["']/
const deepest = 4

/**
 * `APP__DB__URL` is the `url` of the class that is the type of `db`. `replaced` are the places that would be read as
 * variables of their own: by the type's name, or as fields of a class that only others hold.
 */
export function readNestedSettings({ texts }: Folder): { readings: Reading[]; replaced: Set<string> } {
  const all = [...texts]
    .filter(([path, text]) => path.endsWith('.py') && /\bBase(Settings|Model)\b/.test(text))
    .flatMap(([path, text]) => classesIn(text).map((it): Class => ({ ...it, path, text })))
  const classes: Classes = new Map(all.map((it) => [it.name, it]))
  const replaced = new Set<string>()
  const readings = all
    .filter((it) => isMadeFrom(['BaseSettings'], it, classes))
    .flatMap((it) => {
      const between = delimiter.exec(it.body)?.[1]
      return fieldsIn(it.body).flatMap((field) => {
        const inner = typeOf(field, classes)
        if (!inner) return []
        replaced.add(placeOf(it, field))
        const isAlone = isMadeFrom(['BaseSettings'], inner, classes) && prefixOf(inner.body) !== ''
        if (between === undefined || isAlone) return []
        return below(inner, `${prefixOf(it.body)}${field.name}`, { between, classes, replaced, depth: 0 })
      })
    })
  return { readings, replaced }
}

type Walk = { between: string; classes: Classes; replaced: Set<string>; depth: number }

function below(it: Class, prefix: string, walk: Walk): Reading[] {
  const { between, classes, replaced, depth } = walk
  return fieldsIn(it.body).flatMap((field) => {
    const name = `${prefix}${between}${field.name}`
    const inner = typeOf(field, classes)
    replaced.add(placeOf(it, field))
    if (inner) return depth < deepest ? below(inner, name, { ...walk, depth: depth + 1 }) : []
    const line = lineAt(it.text, it.start + field.index)
    return { path: it.path, line, name: name.toUpperCase(), ...standIn(field.value, field.type) }
  })
}

const placeOf = ({ path, text, start }: Class, { index }: SettingsField) =>
  `${path}:${lineAt(text, start + index)}`

/** Its type, where pydantic looks into it: not a list of words. */
const typeOf = ({ type }: SettingsField, classes: Classes): Class | undefined =>
  (type.match(/\w+/g) ?? [])
    .map((word) => classes.get(word))
    .find((it) => it !== undefined && isMadeFrom(['BaseSettings', 'BaseModel'], it, classes))

/** Classes go by their names alone, so that two of different files can be called each other's base. */
function isMadeFrom(
  wanted: string[],
  { bases, name }: Class,
  classes: Classes,
  seen = new Set<string>(),
): boolean {
  seen.add(name)
  return (bases.match(/\w+/g) ?? []).some((word) => {
    const other = seen.has(word) ? undefined : classes.get(word)
    return wanted.includes(word) || (other !== undefined && isMadeFrom(wanted, other, classes, seen))
  })
}
