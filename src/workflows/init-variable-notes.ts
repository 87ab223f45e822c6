import type { Resolution } from '../config/resolve-answers.ts'
import type { Note } from '../project/note.ts'
import type { ComponentRole } from '../report.ts'
import type { Look } from './init-look.ts'
import type { PlannedVariable } from './init-variables.ts'

type Variables = Record<ComponentRole, PlannedVariable[]>

/** What the answers leave unset, or set where it does nothing. */
export const variableNotes = (variables: Variables, resolution: Resolution, seen: Look): Note[] => [
  ...lateVariables(variables),
  ...unboundSecrets(variables),
  ...unreadDatabase(resolution, seen),
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
