import { type Folder, isSource } from './project-files.ts'

/** The environment, asked for what a variable of the program is called. */
const asks =
  /(?:os\.(?:Getenv|LookupEnv|getenv)\(|os\.environ(?:\.get\(|\[)|\benv::var\(|process\.env\[|System\.getenv\(|GetEnvironmentVariable\(|\bENV(?:\.fetch\(|\[)|(?<![\w.$])getenv\(\$)\s*&?([a-z]\w*)\s*[,)\]]/g
const farthest = 500
/** Names that `reads` knows by themselves, and those that anything may have. */
const isKnown = /[eE]nv(?!iron)|^(config|get|fetch|read|value|string|str|int|bool)$/i

/** A function of the project's own, and what it takes where it is given nothing else. */
export type OwnReader = { name: string; fallback?: string }

/** Functions of the project's own that read the variable whose name they are given. */
export function findOwnReaders({ texts }: Folder): OwnReader[] {
  const found = [...texts]
    .filter(([path]) => isSource(path))
    .flatMap(([, text]) =>
      [...text.matchAll(asks)].flatMap((match): OwnReader[] => {
        const before = text.slice(Math.max(0, match.index - farthest), match.index)
        return [...before.matchAll(definitionOf(match[1]!))].slice(-1).map((it) => {
          const [, name, double, single, number] = it
          return { name: name!, fallback: double ?? single ?? number }
        })
      }),
    )
  return [...new Map(found.map((it) => [it.name, it])).values()]
}

/** Whose calls have to be looked for; the rest is known by its name. */
export const isUnknown = ({ name }: OwnReader) => !isKnown.test(name)

/** A function, in one of many languages, whose first parameter is called that, with what stands in for the second. */
const definitionOf = (parameter: string) =>
  new RegExp(
    `(?:\\b(?:func|def|fn|fun|function)\\s+(?:\\([^)]*\\)\\s*)?|\\b(?:const|let)\\s+|\\b[Ss]tring\\??\\s+)(\\w+)\\s*(?:<[^>]*>|\\[[^\\]]*\\])?\\s*(?:=\\s*(?:async\\s*)?)?\\(\\s*(?:self,\\s*)?(?:(?:final\\s+)?[Ss]tring\\??\\s+)?\\$?${parameter}\\b(?:[^,)]*,[^,)=]*=\\s*(?:"([^"]*)"|'([^']*)'|(\\d+)))?`,
    'g',
  )
