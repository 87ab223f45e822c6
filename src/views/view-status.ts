import type { Palette } from '../ports.ts'
import type { Entity, EntityKind, Relation, StatusReport } from '../report.ts'
import { viewVerdict } from './view-verdict.ts'
import { labelled, wrapText } from './wrap-text.ts'

const titles: Record<EntityKind, string> = {
  FrontendService: 'Frontend Service',
  BackendService: 'Backend Service',
  Deployment: 'Deployment',
  Service: 'Service',
  ConfigMap: 'ConfigMap',
  Secret: 'Secret',
  HelmChart: 'Helm Chart',
  HelmValues: 'Helm Values',
}

const goodStates = [
  'Running',
  'Active',
  'Available',
  'Created',
  'Updated',
  'Installation',
  'Upgrade',
  'Applied',
  'Default',
  'Overridden',
]

/** The eight entities with their state, relations as a tree, and every rule that does not hold with its evidence. */
export function viewStatus(report: StatusReport, palette: Palette, columns: number): string[] {
  const { entities, urls, verdicts } = report
  return [
    ...viewHeading(report, palette, columns),
    ...entities.flatMap((entity) => viewEntity(entity, palette, columns)),
    ...urls.flatMap(({ url, answered, status, note }) =>
      labelled(
        'app',
        url
          ? `${url} ${answered ? `answers ${status}` : `does not answer: ${note ?? status}`}`
          : (note ?? ''),
        columns,
        palette.dim,
      ),
    ),
    ...viewRules(entities, palette, columns),
    ...verdicts.flatMap((verdict) => ['', ...viewVerdict(verdict, palette, columns)]),
  ]
}

function viewHeading(
  { release, status, next }: StatusReport,
  { strong, dim, accent }: Palette,
  columns: number,
): string[] {
  const place = `${release.name} @ ${release.context}/${release.namespace}`
  if (status === 'absent')
    return [`  ${strong(place)}`, `  no release here; ${accent(next[0] ?? 'k8sdeploy up')}`]
  const verified =
    release.previousVerified === release.revision
      ? 'verified'
      : release.previousVerified
        ? `not verified; ${release.previousVerified} was`
        : 'never verified'
  return wrapText(`${place} · revision ${release.revision} ${verified}`, columns - 2).map(
    (line) => `  ${line.startsWith(place) ? strong(line) : dim(line)}`,
  )
}

function viewEntity(
  { kind, name, state, summary, relations }: Entity,
  palette: Palette,
  columns: number,
): string[] {
  const paint = goodStates.includes(state)
    ? palette.good
    : state === 'Updating' || state === 'Terminating'
      ? palette.warn
      : palette.bad
  const narrow = columns < 70
  const head = `  ${titles[kind].padEnd(narrow ? 0 : 17)} ${palette.strong(name)}  ${paint(state)}`
  const plainLength = 2 + (narrow ? titles[kind].length : 17) + 1 + name.length + 2 + state.length
  const room = columns - plainLength - 2
  const lines =
    summary.length <= room
      ? [`${head}  ${palette.dim(summary)}`]
      : [head, ...wrapText(summary, columns - 6).map((line) => `      ${palette.dim(line)}`)]
  return [
    ...lines,
    ...relations.flatMap((relation, index) =>
      viewRelation(relation, index === relations.length - 1, palette, columns),
    ),
  ]
}

function viewRelation(
  { type, to, holds, evidence }: Relation,
  isLast: boolean,
  { good, bad, dim }: Palette,
  columns: number,
): string[] {
  const verdict = holds === null ? dim('not checked') : holds ? good('holds') : bad('broken')
  const text = `${type.replace('-', ' ').padEnd(11)} ${to}`
  const lines = wrapText(`${text}${holds === false && evidence ? ` (${evidence})` : ''}`, columns - 18)
  return lines.map((line, index) =>
    index === 0
      ? `    ${dim(isLast ? '└' : '├')} ${line}${lines.length === 1 ? `  ${verdict}` : ''}`
      : `      ${line}${index === lines.length - 1 ? `  ${verdict}` : ''}`,
  )
}

function viewRules(entities: Entity[], { good, bad, warn, dim }: Palette, columns: number): string[] {
  const rules = entities.flatMap(({ kind, name, rules: own }) =>
    own.map((rule) => ({ ...rule, where: `${titles[kind]} ${name}` })),
  )
  const broken = rules.filter(({ holds }) => holds === false)
  const unknown = rules.filter(({ holds }) => holds === null)
  const held = rules.length - broken.length - unknown.length
  const summary = `  ${broken.length === 0 ? good(`✓ ${held} of ${held} rules hold`) : bad(`! ${broken.length} of ${held + broken.length} rules ${broken.length === 1 ? 'does' : 'do'} not hold`)}`
  return [
    summary,
    ...broken.flatMap(({ where, id, evidence }) =>
      labelled('', `${where}: ${id}: ${evidence}`, columns, bad),
    ),
    ...(unknown.length > 0 ? [`  ${warn(`? ${unknown.length} could not be checked`)}`] : []),
    ...unknown.flatMap(({ where, id, evidence }) =>
      labelled('', `${where}: ${id}: ${evidence}`, columns, dim),
    ),
  ]
}
