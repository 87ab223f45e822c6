import { type Folder, linesOf } from './project-files.ts'
import { parseObject } from './read-manifest.ts'
import { lineAt, type Reading } from './reading.ts'

const settings = /(^|\/)appsettings(\.Production)?\.json$/
const reads =
  /GetConnectionString\(\s*"(\w+)"|[cC]onfiguration\[\s*"(\w+(?::\w+)*)"|[cC]onfig(?:uration)?\w*\.Get(?:Value<\w+\??>|RequiredSection)?\(\s*"(\w+(?::\w+)+)"|GetSection\(\s*"(\w+(?::\w+)*)"\s*\)(?:\.Value|\[\s*"(\w+)"\s*\])/g

/** What stands behind a second argument or `??`, unless it throws. */
const copes = /\?\?(?!\s*throw)|GetValue<[^>]*>\(\s*"[^"]*"\s*,/

/** .NET takes `Jwt:Key` from a variable `Jwt__Key`, where its settings files have no value or another one is wanted. */
export function readDotnetSettings({ texts }: Folder): Reading[] {
  const files = [...texts].filter(([path]) => settings.test(path)).map(([, text]) => parseObject(text))
  return [...texts]
    .filter(([path]) => path.endsWith('.cs'))
    .flatMap(([path, text]) =>
      [...text.matchAll(reads)].map((match) => {
        const keys = keysOf(match)
        const isSettled = files.some((file) => isThere(valueAt(file, keys)))
        const line = linesOf(path, text)[lineAt(text, match.index) - 1]!.text
        return {
          path,
          line: lineAt(text, match.index),
          name: keys.join('__'),
          isRequired: keys[0] === 'ConnectionStrings' || (!isSettled && !copes.test(line)),
        }
      }),
    )
}

function keysOf([, connection, index, value, section, key]: RegExpMatchArray): string[] {
  if (connection) return ['ConnectionStrings', connection]
  return `${index ?? value ?? section}${key ? `:${key}` : ''}`.split(':')
}

const valueAt = (file: unknown, keys: string[]): unknown =>
  keys.reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], file)

const isThere = (value: unknown) => value !== undefined && value !== null && value !== ''
