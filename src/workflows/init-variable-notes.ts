import type { Resolution } from '../config/resolve-answers.ts'
import type { Note } from '../project/note.ts'
import type { ComponentRole } from '../report.ts'
import { servesFiles } from './init-images.ts'
import type { Look } from './init-look.ts'
import type { PlannedVariable } from './init-variables.ts'

const dirOf = (role: ComponentRole, { answers }: Resolution) =>
  String(answers.get(`${role}.dir`)?.value ?? '')

type Variables = Record<ComponentRole, PlannedVariable[]>

/** What the answers leave unset, or set where it does nothing. */
export const variableNotes = (variables: Variables, resolution: Resolution, seen: Look): Note[] => [
  ...lateVariables(variables),
  ...handedOut(variables),
  ...unboundSecrets(variables),
  ...unreadDatabase(resolution, seen),
  ...unsetVariables(variables, resolution, seen),
  ...unappliedMigrations(resolution, seen),
  ...noMigrations(resolution, seen),
]

/** A value that comes when it is too late does nothing, and nobody says so. */
const lateVariables = (variables: Variables): Note[] =>
  (['frontend', 'backend'] as const).flatMap((role) =>
    variables[role]
      .filter(({ isLate, phase }) => isLate && phase === 'build')
      .map(({ name, source }) => ({
        id: 'set-too-late',
        severity: 'warn',
        message: `${name} is set when the image runs, but read when it is built`,
        source,
        advice: `give it with --${role}-build-args ${name}=… instead`,
      })),
  )

/** Handed to browsers when the server starts: what the source falls back to is a developer's machine. */
const handedOut = (variables: Variables): Note[] =>
  variables.frontend
    .filter(({ audience, phase, setBy }) => audience === 'browser' && phase === 'run' && !setBy)
    .map(({ name, source }) => ({
      id: 'browser-variable',
      severity: 'warn',
      message: `${name} is handed to browsers when the server starts, and nothing sets it`,
      source,
      advice: `give it with --frontend-env ${name}=…; an address in it must be one that a browser can reach`,
    }))

/** The usual name is a guess where nothing was seen that reads it. */
function unreadDatabase({ answers }: Resolution, { project }: Look): Note[] {
  const [name, dir] = ['database', 'backend.dir'].map((id) => String(answers.get(id)?.value ?? ''))
  const component = project.components.find((it) => it.dir === dir)
  const isRead = component?.variables.some((it) => it.name === name) || component?.databaseParts.length
  if (!component || !name || isRead) return []
  return [
    {
      id: 'unread-database',
      severity: 'warn',
      message: `nothing in ${dir} was seen reading ${name}`,
      source: component.database?.source ?? dir!,
      advice: 'name the variable of its address with --database, or let the source read this one',
    },
  ]
}

/** A secret that the source copes without is nobody's duty, but worth knowing. */
const unboundSecrets = (variables: Variables): Note[] =>
  (['frontend', 'backend'] as const).flatMap((role) =>
    variables[role]
      .filter(({ isSecret, isOptional, phase, setBy }) => isSecret && isOptional && phase === 'run' && !setBy)
      .map(({ name, source }) => ({
        id: 'optional-secret',
        severity: 'info',
        message: `${name} may be absent, so it is not asked for`,
        source,
        advice: `to set it, add ${name} to --${role}-secrets`,
      })),
  )

/** Nobody was asked for these, and their reader has nothing to fall back to. */
const unsetVariables = (variables: Variables, resolution: Resolution, seen: Look): Note[] =>
  (['frontend', 'backend'] as const).flatMap((role): Note[] => {
    const unset = variables[role].filter(
      ({ phase, isRequired, isSecret, setBy }) => phase === 'run' && isRequired && !isSecret && !setBy,
    )
    const [first] = unset
    if (!first || servesFiles(seen, dirOf(role, resolution))) return []
    const names = unset.map(({ name, source }) => `${name} (${source})`).join(', ')
    return [
      {
        id: 'unset-variable',
        severity: 'warn',
        message: `read without a fallback, and nothing sets it: ${names}`,
        source: first.source,
        advice: `give it with --${role}-env ${first.name}=…`,
      },
    ]
  })

const quoted = (word: string) => (/\s/.test(word) ? `"${word}"` : word)

/** Tables that nothing makes are missing when the first request comes. */
function unappliedMigrations(resolution: Resolution, { project }: Look): Note[] {
  const { answers } = resolution
  const dir = dirOf('backend', resolution)
  const component = project.components.find((it) => it.dir === dir)
  const found = component?.database?.value.kind === 'sqlite' ? undefined : component?.migrations
  const isRun = [answers.get('backend.migrate')?.value ?? []].flat().length > 0
  if (!found || isRun || found.value.isAtStart) return []
  const { tool, command } = found.value
  return [
    {
      id: 'migrations-not-run',
      severity: 'warn',
      message: `there are migrations (${tool}), and nothing is known to apply them in the image`,
      source: found.source,
      advice: `give a command that the image holds with --backend-migrate '${command?.map(quoted).join(' ') ?? '…'}'`,
    },
  ]
}

const noMigrations = (resolution: Resolution, { project }: Look): Note[] => {
  const dir = dirOf('backend', resolution)
  const { database, migrations } = project.components.find((it) => it.dir === dir) ?? {}
  if (migrations || database?.value.kind !== 'postgresql') return []
  return [
    {
      id: 'no-migrations',
      severity: 'info',
      message: `nothing was found in ${dir} that makes its tables`,
      source: database.source,
      advice: 'they have to be there already; a command that makes them goes to --backend-migrate',
    },
  ]
}
