import { environmentOf, flagOf } from '../config/question-row.ts'
import type { Missing, Resolution } from '../config/resolve-answers.ts'
import type { MissingAnswer } from '../errors.ts'
import type { FoundComponent } from '../project/component.ts'
import type { Finding } from '../project/finding.ts'
import type { ComponentRole } from '../report.ts'
import { initCommand } from './init-command.ts'
import { buildCommand, startCommand } from './init-commands.ts'
import { isChange } from './init-files.ts'
import type { Look } from './init-look.ts'
import type { InitPlan } from './init-plan.ts'
import type { PlannedVariable } from './init-variables.ts'

export type InitStatus = 'planned' | 'incomplete' | 'invalid' | 'written' | 'unchanged'

const codes: Record<InitStatus, number> = { planned: 0, written: 0, unchanged: 0, invalid: 2, incomplete: 4 }

/** The plan as one document; every value with where it came from. */
export function initReport(status: InitStatus, plan: InitPlan, seen: Look) {
  const { project } = seen
  const { resolution, notes, problems, files } = plan
  return {
    schema: 'k8sdeploy/init/1' as const,
    status,
    code: codes[status],
    components: (['frontend', 'backend'] as const).flatMap((role) => describeComponent(role, plan, seen)),
    database: describeDatabase(resolution, project.components),
    migrations: migrations(plan, project.components),
    findings: notes,
    questions: resolution.missing.map(missingAnswer),
    problems,
    answers: Object.fromEntries([...resolution.answers.keys()].map((id) => [id, answer(resolution, id)])),
    files: files.map(({ path, action, why }) => ({ path, action, why })),
    command: initCommand(resolution).join(' '),
    next:
      status === 'written' || status === 'unchanged' ? ['k8sdeploy up'] : [initCommand(resolution).join(' ')],
  }
}

export type InitReport = ReturnType<typeof initReport>

function answer({ answers }: Resolution, id: string) {
  const resolved = answers.get(id)
  if (!resolved) return null
  const { row, value, source, confidence, conflicts } = resolved
  return {
    value: row.kind === 'number' && value !== '' ? Number(value) : value,
    source,
    confidence,
    conflicts,
  }
}

function describeComponent(role: ComponentRole, plan: InitPlan, look: Look) {
  const { resolution } = plan
  const told = plan.variables[role].map(describeVariable)
  const dir = answer(resolution, `${role}.dir`)
  const seen = look.project.components.find((it) => it.dir === dir?.value)
  if (!dir && !seen) return []
  return [
    {
      role,
      dir,
      framework: plain(seen?.framework, ({ name }) => name),
      language: plain(seen?.language, String),
      packageManager: plain(seen?.packageManager, String),
      port: answer(resolution, `${role}.port`),
      dockerfile: answer(resolution, `${role}.dockerfile`),
      dockerContext: answer(resolution, `${role}.context`),
      image: describeImage(seen),
      health: {
        readiness: answer(resolution, `${role}.readiness`),
        liveness: answer(resolution, `${role}.liveness`),
      },
      startCommand: startCommand(resolution.answers.get(`${role}.start`), seen, look),
      buildCommand: buildCommand(seen, look),
      runtimeEnv: told.filter(({ phase }) => phase === 'run'),
      buildEnv: told.filter(({ phase }) => phase === 'build'),
    },
  ]
}

/** The variable that holds its address, and what the backend says of the database itself. */
function describeDatabase(resolution: Resolution, components: FoundComponent[]) {
  const variable = answer(resolution, 'database')
  const seen = components.find(({ dir }) => dir === resolution.answers.get('backend.dir')?.value)
  return (
    variable && {
      ...variable,
      engine: plain(seen?.database, ({ kind }) => kind),
      driver: plain(seen?.database, ({ driver }) => driver),
      urlForm: plain(seen?.databaseForm, String),
      parts: (seen?.databaseParts ?? []).map(({ variable: value, part, source }) => ({
        value,
        part,
        source,
        confidence: 'certain' as const,
        conflicts: [],
      })),
    }
  )
}

/** How its Dockerfile is written, or why none can be; nothing to say where the project has one. */
function describeImage(seen: FoundComponent | undefined) {
  if (!seen?.stack || seen.dockerfile) return null
  return 'stack' in seen.stack
    ? { isGenerated: true as const, because: seen.stack.because }
    : { isGenerated: false as const, ...seen.stack }
}

const plain = <T>(finding: Finding<T> | undefined, name: (value: T) => string) =>
  finding
    ? {
        ...finding,
        value: name(finding.value),
        conflicts: finding.conflicts.map((it) => ({ ...it, value: name(it.value) })),
      }
    : null

/** Names, where they are read and what they are; never a value. */
const describeVariable = ({ name, source, setBy, ...facts }: PlannedVariable) => ({
  value: name,
  source,
  confidence: 'certain',
  conflicts: [],
  ...facts,
  setBy: setBy ?? null,
})

const migrations = ({ resolution }: InitPlan, components: FoundComponent[]) =>
  plain(
    components.find(({ dir }) => dir === resolution.answers.get('backend.dir')?.value)?.migrations,
    ({ tool, command }) => command?.join(' ') ?? tool,
  )

export function missingAnswer({ row, choices }: Missing): MissingAnswer {
  const candidates = choices.flatMap(({ value, description }) =>
    description ? [{ value, because: description }] : [],
  )
  return {
    id: row.id,
    flag: flagOf(row),
    env: environmentOf(row),
    question: row.message,
    valid: choices.map(({ value }) => value).join(', ') || row.valid,
    candidates: candidates.length > 0 ? candidates : undefined,
  }
}

export const statusOf = ({ problems, config, files }: InitPlan): InitStatus =>
  problems.length > 0 ? 'invalid' : !config ? 'incomplete' : files.some(isChange) ? 'planned' : 'unchanged'
