import type { Sighting } from '../finding.ts'

type Line = { oldest: number; usual: number; newest: number }

/** Release lines that get security fixes: Node's by major, the others by minor or feature release. */
const supported = {
  node: { oldest: 22, usual: 22, newest: 24 },
  python: { oldest: 11, usual: 12, newest: 14 },
  go: { oldest: 25, usual: 25, newest: 26 },
  java: { oldest: 17, usual: 21, newest: 25 },
} satisfies Record<string, Line>

/**
 * `>=3.13,<3.15` with the major `3.`: the usual release line, or the nearest that the range allows. Undefined where the
 * usual one will do.
 */
export function lineInRange(tool: keyof typeof supported, range: string, major = ''): number | undefined {
  const bound = (sign: string) => {
    const found = new RegExp(`${sign}\\s*v?${major.replace('.', '\\.')}(\\d+)`).exec(range)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const { usual } = supported[tool]
  const least = bound('(?:>=?|\\^)') ?? usual
  const most = bound('<=') ?? (bound('<(?!=)') ?? usual + 1) - 1
  if (least > usual) return least
  return most < usual ? most : undefined
}

export type Chosen = { value: number; because: string }

/** The project's own release line when it is still looked after, else the nearest one that is, and why. */
export function chooseVersion(tool: keyof typeof supported, asked: Sighting<number> | undefined): Chosen {
  const { oldest, usual, newest } = supported[tool]
  if (!asked) return { value: usual, because: 'the project names no version' }
  const { value, source } = asked
  if (value < oldest)
    return { value: oldest, because: `${value} of ${source} gets no security fixes any more` }
  return { value: Math.min(value, newest), because: source }
}
