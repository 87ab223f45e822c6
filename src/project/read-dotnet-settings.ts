import type { Folder } from './project-files.ts'
import { parseObject } from './read-manifest.ts'
import { lineAt, type Reading } from './reading.ts'

const settings = /(^|\/)appsettings(\.Production)?\.json$/
const reads =
  /GetConnectionString\(\s*"(\w+)"|[cC]onfiguration\[\s*"(\w+(?::\w+)*)"|[cC]onfig(?:uration)?\w*\.Get(?:Value<\w+\??>|RequiredSection)?\(\s*"(\w+(?::\w+)+)"|GetSection\(\s*"(\w+(?::\w+)*)"\s*\)(?:\.Value|\[\s*"(\w+)"\s*\])/g

/** What stands behind a second argument or `??`, unless it throws. */
const copes = /\?\?(?!\s*throw)|GetValue<[^>]*>\(\s*"[^"]*"\s*,/
/** What the program gives its own settings, from wherever. */
const written = /^"\]\s*\??\??=(?!=)/

/** .NET takes `Jwt:Key` from a variable `Jwt__Key`, where its settings files have no value or another one is wanted. */
export function readDotnetSettings({ texts }: Folder): Reading[] {
  const files = [...texts].filter(([path]) => settings.test(path)).map(([, text]) => parseObject(text))
  const found = [...texts]
    .filter(([path]) => path.endsWith('.cs'))
    .flatMap(([path, text]) => [...text.matchAll(reads)].map((match) => ({ path, text, match })))
  const isWritten = ({ text, match }: (typeof found)[number]) =>
    written.test(text.slice(match.index + match[0].length - 1))
  const own = new Set(found.filter(isWritten).map(({ match }) => keysOf(match).join('__')))
  return found
    .filter((it) => !isWritten(it))
    .map(({ path, text, match }) => {
      const keys = keysOf(match)
      const name = keys.join('__')
      const isSettled = files.some((file) => isThere(valueAt(file, keys)))
      const isNeeded =
        keys[0] === 'ConnectionStrings' || (!isSettled && !copes.test(statementAt(text, match.index)))
      return { path, line: lineAt(text, match.index), name, isRequired: isNeeded && !own.has(name) }
    })
}

/** The line that it is in, and those below that go on with `??`. */
function statementAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1
  return text.slice(start).split(/\r?\n(?!\s*\?\?)/, 1)[0]!
}

function keysOf([, connection, index, value, section, key]: RegExpMatchArray): string[] {
  if (connection) return ['ConnectionStrings', connection]
  return `${index ?? value ?? section}${key ? `:${key}` : ''}`.split(':')
}

const valueAt = (file: unknown, keys: string[]): unknown =>
  keys.reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], file)

const isThere = (value: unknown) => value !== undefined && value !== null && value !== ''
