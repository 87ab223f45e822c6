import type { Palette } from '../ports.ts'
import type { FoundComponent } from '../project/component.ts'
import type { Project } from '../project/detect-project.ts'
import type { Database } from '../project/find-database.ts'
import type { Finding } from '../project/finding.ts'
import type { Note } from '../project/note.ts'
import type { ComponentRole } from '../report.ts'
import { wrapText } from './wrap-text.ts'

type Row = { label: string; value: string; source: string }

/** What init has seen, and what is worth knowing about it. */
export function viewFound(project: Project, notes: Note[], palette: Palette, columns: number): string[] {
  const rows = [roleRow(project, 'frontend'), roleRow(project, 'backend'), ...databaseRows(project)]
  const found = ['', `  ${palette.strong('Found')}`, ...rows.flatMap((row) => viewRow(row, palette, columns))]
  return [...found, ...viewNotes(notes, palette, columns), '']
}

/** One line when it fits, else the source below; a source never hides the value. */
export function viewRow(
  { label, value, source }: Row,
  { dim }: Palette,
  columns: number,
  width = 11,
): string[] {
  const start = `    ${label.padEnd(width)} `
  const arrow = source === '' ? '' : `← ${source}`
  const oneLine = `${start}${value.padEnd(Math.max(value.length + 2, Math.min(28, columns - 44)))}`
  if (arrow !== '' && oneLine.length + arrow.length <= columns) return [`${oneLine}${dim(arrow)}`]
  const below = (text: string) => wrapText(text, columns - 7).map((line) => `      ${line}`)
  const sources = arrow === '' ? [] : below(arrow).map((line) => dim(line))
  const fits = start.length + value.length <= columns
  return fits ? [`${start}${value}`, ...sources] : [`    ${label}`, ...below(value), ...sources]
}

function roleRow({ components, roles }: Project, role: ComponentRole): Row {
  const { dir, candidates } = roles[role]
  const component = components.find((it) => it.dir === dir)
  if (component) return { label: role, value: describe(component), source: sources(component) }
  if (candidates.length === 0) return { label: role, value: 'none found', source: '' }
  return { label: role, value: `not clear: ${candidates.map((it) => it.dir).join(', ')}`, source: '' }
}

function describe(component: FoundComponent): string {
  const { dir, framework, language, packageManager } = component
  const port = portOf(component)
  const kind = framework?.value.name ?? languages[language?.value ?? '']
  return [`${dir}/`, kind, packageManager?.value, port && `port ${port}`].filter(Boolean).join(' · ')
}

/** A generated image listens where its recipe says, whatever the framework's own server does. */
const portOf = ({ dockerfile, stack, port }: FoundComponent): number | undefined =>
  !dockerfile && stack && 'stack' in stack ? stack.stack.port : port?.value

const languages: Record<string, string> = {
  javascript: 'Node.js',
  python: 'Python',
  go: 'Go',
  java: 'Java',
  ruby: 'Ruby',
  php: 'PHP',
  csharp: '.NET',
  rust: 'Rust',
  elixir: 'Elixir',
}

const sources = ({ port, framework }: FoundComponent) =>
  (port ?? (framework as Finding<unknown> | undefined))?.source ?? ''

const databaseNames: Record<Database['kind'], string> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mongodb: 'MongoDB',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  sqlite: 'SQLite',
  memory: 'in memory',
}

function databaseRows({ components, roles }: Project): Row[] {
  const component = components.find(({ dir }) => dir === roles.backend.dir)
  if (!component?.database) return []
  const kind = databaseNames[component.database.value.kind]
  const variable = component.databaseVariable
  const value = `${kind} (${component.database.value.driver})${variable ? ` from ${variable.value}` : ''}`
  return [{ label: 'database', value, source: variable?.source ?? component.database.source }]
}

function viewNotes(notes: Note[], { warn, dim, strong }: Palette, columns: number): string[] {
  const lines = notes
    .filter(({ severity }) => severity === 'warn')
    .flatMap(({ message, source, advice }) => {
      const [first = '', ...rest] = wrapText(`${message}  ← ${source}`, columns - 7)
      const told = [`    ${warn('!')} ${first}`, ...rest.map((line) => `      ${line}`)]
      return advice
        ? [...told, ...wrapText(`→ ${advice}`, columns - 7).map((line) => `      ${dim(line)}`)]
        : told
    })
  return lines.length === 0 ? [] : [`  ${strong('Worth knowing')}`, ...lines]
}
