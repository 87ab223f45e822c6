import type { Palette } from '../ports.ts'
import type { Entity, Rule } from '../report.ts'
import { titles } from './entity-titles.ts'
import { shortenText } from './shorten-text.ts'
import { wrapText } from './wrap-text.ts'

/** The verdict below or `-o json` say it all. */
const mostEvidence = 160

type Placed = Rule & { where: string }

/** How many rules hold, and each that does not or could not be looked at, with its evidence. */
export function viewRules(entities: Entity[], palette: Palette, columns: number): string[] {
  const rules: Placed[] = entities.flatMap(({ kind, name, rules: own }) =>
    own.map((rule) => ({ ...rule, where: `${titles[kind]} ${name}` })),
  )
  const broken = rules.filter(({ holds }) => holds === false)
  const unknown = rules.filter(({ holds }) => holds === null)
  const checked = rules.length - unknown.length
  return [
    headline(checked, broken.length, palette),
    ...told(broken, columns),
    ...(unknown.length > 0 ? [`  ${palette.dim(`? ${unknown.length} not checked`)}`] : []),
    ...told(unknown, columns).map((line) => palette.dim(line)),
  ]
}

function headline(checked: number, broken: number, { good, bad }: Palette): string {
  if (broken === 0) return `  ${good(`✓ ${checked} of ${checked} rules hold`)}`
  return `  ${bad(`✗ ${broken} of ${checked} rules ${broken === 1 ? 'does' : 'do'} not hold`)}`
}

const told = (rules: Placed[], columns: number): string[] =>
  rules.flatMap(({ where, id, evidence }) =>
    wrapText(`${where}: ${id}: ${shortenText(evidence, mostEvidence)}`, columns - 7).map(
      (line, index) => `${' '.repeat(index === 0 ? 4 : 6)}${line}`,
    ),
  )
