import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const random = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join('')

/** Every canary of a run begins with it, so that gigabytes need to be looked through for one text only. */
export const markerLength = 8

export type Canaries<Name extends string = string> = Record<Name, string>

/** Words that are nowhere else, of letters that no quoting and no URL changes: the core of each secret of a test. */
export function hatch<Name extends string>(...names: Name[]): Canaries<Name> {
  const marker = random(markerLength)
  return Object.fromEntries(names.map((name) => [name, marker + random(12)])) as Canaries<Name>
}
