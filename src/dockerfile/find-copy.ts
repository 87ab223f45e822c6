import { type Dockerfile, type Instruction, readCommand, stageName } from './read-dockerfile.ts'

/** The line that copies this path of the context into the image; a stage that only hands files on is not the image. */
export const findCopy = (
  file: Dockerfile,
  target: string | undefined,
  path: string,
): Instruction | undefined =>
  imageStages(file, target)
    .flat()
    .find((one) => /^(COPY|ADD)$/.test(one.name) && sourcesOf(one).some((source) => covers(source, path)))

/** The stage that becomes the image, and those that it is made from. */
function imageStages({ stages }: Dockerfile, target: string | undefined): Instruction[][] {
  const find = (name: string) =>
    stages.find((stage, index) => stageName(stage) === name.toLowerCase() || String(index) === name)
  const chain: Instruction[][] = []
  let stage = (target && find(target)) || stages.at(-1)
  while (stage && !chain.includes(stage)) {
    chain.push(stage)
    stage = find(wordsOf(stage[0]?.rest ?? '')[0] ?? '')
  }
  return chain
}

const wordsOf = (rest: string) => rest.split(/\s+/).filter((word) => !word.startsWith('--'))

function sourcesOf({ rest }: Instruction): string[] {
  if (/(^|\s)--from=/.test(rest) || rest.includes('<<')) return []
  const start = rest.indexOf('[')
  const words = (start !== -1 && readCommand(rest.slice(start))) || wordsOf(rest)
  return words.slice(0, -1)
}

/** As the builders match: a wildcard stays inside a folder, and a folder brings all in it. */
function covers(source: string, path: string): boolean {
  const wanted = source.split('/').filter((part) => part !== '' && part !== '.')
  const parts = path.split('/')
  return wanted.length <= parts.length && wanted.every((part, index) => matches(part, parts[index]!))
}

const matches = (pattern: string, name: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+()|{}$^[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(name)
