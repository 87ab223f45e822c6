import { type Check, type Problem, problem } from '../problem.ts'
import type { Dockerfile, Instruction } from '../read-dockerfile.ts'

/** The oldest release line with security fixes. */
const oldest: [image: RegExp, tool: string, version: number[]][] = [
  [/(^|\/)node$/, 'Node', [22]],
  [/(^|\/)python$/, 'Python', [3, 11]],
  [/(^|\/)golang$/, 'Go', [1, 25]],
  [/(^|\/)ruby$/, 'Ruby', [3, 3]],
  [/(^|\/)openjdk$|(^|\/)eclipse-temurin$/, 'Java', [17]],
  [/(^|\/)php$/, 'PHP', [8, 2]],
  [/dotnet\/(sdk|aspnet|runtime)$/, '.NET', [8]],
  [/(^|\/)debian$/, 'Debian', [12]],
  [/(^|\/)ubuntu$/, 'Ubuntu', [22]],
]

const bases = (file: Dockerfile): Instruction[] => {
  const names = new Set(
    file.stages
      .flat()
      .map(({ name, rest }) =>
        name === 'FROM' ? /\bAS\s+(\S+)/i.exec(rest)?.[1]?.toLowerCase() : undefined,
      ),
  )
  return file.stages
    .flat()
    .filter(
      ({ name, rest }) =>
        name === 'FROM' && !names.has(imageOf(rest).toLowerCase()) && imageOf(rest) !== 'scratch',
    )
}

const imageOf = (rest: string) => rest.replace(/^--platform=\S+\s+/, '').split(/\s/)[0]!

const isOlder = (version: number[], than: number[]): boolean => {
  for (const [index, part] of than.entries()) {
    const own = version[index]
    if (own === undefined || own > part) return false
    if (own < part) return true
  }
  return false
}

const endOfLife: Check = (file) =>
  bases(file).flatMap((from): Problem[] => {
    const [name = '', tag = ''] = imageOf(from.rest).split(/:(?!.*\/)/)
    const row = oldest.find(([image]) => image.test(name))
    const version = /^\d+(\.\d+)*/.exec(tag)?.[0].split('.').map(Number)
    if (!row || !version || !isOlder(version, row[2])) return []
    return [
      problem(
        'end-of-life',
        from,
        `${row[1]} ${version.join('.')} gets no security fixes any more`,
        `use ${row[1]} ${row[2].join('.')} or newer`,
      ),
    ]
  })

const anyVersion: Check = (file) =>
  bases(file).flatMap((from): Problem[] => {
    const image = imageOf(from.rest)
    if (/\$|@sha256:/.test(image) || /:(?!latest$)[^/]+$/.test(image)) return []
    return [
      {
        ...problem(
          'floating-base',
          from,
          `${image} is another image each time it moves`,
          'name a version, e.g. node:22-slim',
        ),
        severity: 'info',
      },
    ]
  })

/** This image comes without a compiler up to Java 11 only. */
const noSuchTag: Check = (file) =>
  bases(file).flatMap((from): Problem[] => {
    const tag = /^(?:docker\.io\/)?(?:library\/)?openjdk:((\d+)[\w.]*-jre\S*)$/.exec(imageOf(from.rest))
    if (!tag || Number(tag[2]) < 12) return []
    return [
      problem(
        'no-such-base',
        from,
        `openjdk has no tag ${tag[1]}: the image can’t be built`,
        `use eclipse-temurin:${tag[2]}-jre`,
      ),
    ]
  })

export const base: Check[] = [endOfLife, anyVersion, noSuchTag]
