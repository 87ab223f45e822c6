import { type Instruction, readCommand } from './read-dockerfile.ts'

/** What COPY or ADD takes from the context, where the text tells: `src`, `package*.json`, and `.` or nothing for all of it. */
export function copySources({ name, rest }: Instruction): string[] {
  if (!/^(COPY|ADD)$/.test(name) || /(^|\s)--from=/.test(rest) || rest.includes('<<')) return []
  const given = rest.replace(/^(--\S+\s+)+/, '')
  const words = (given.startsWith('[') && readCommand(given)) || given.split(/\s+/)
  return words
    .slice(0, -1)
    .filter((word) => !word.includes('$'))
    .map((word) => word.replace(/^\.?\//, '').replace(/\/$/, ''))
}

/** As the builders match: a wildcard stays inside a folder, and a folder brings all in it. */
export function covers(source: string, path: string): boolean {
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
