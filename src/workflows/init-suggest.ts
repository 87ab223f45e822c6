import { checkName } from '../config/check-name.ts'
import { defaults } from '../config/defaults.ts'
import type { Get } from '../config/question-row.ts'
import { readBinding } from '../config/questions-component.ts'
import type { Suggest, Suggestion } from '../config/resolve-answers.ts'
import type { FoundComponent } from '../project/component.ts'
import type { ComponentRole } from '../report.ts'
import { isFolder } from './check-folders.ts'
import { generatedStack } from './init-images.ts'
import type { Look } from './init-look.ts'
import { found } from './init-suggest-finding.ts'
import { proposeForms } from './init-suggest-forms.ts'
import { suggestMigrations } from './init-suggest-migrations.ts'
import {
  suggestBackendVariable,
  suggestBuildArguments,
  suggestSecrets,
  suggestVariables,
} from './init-suggest-variables.ts'

type Source = (look: Look, get: Get) => Suggestion | undefined
type ComponentSource = (
  component: FoundComponent,
  get: Get,
  role: ComponentRole,
  look: Look,
) => Suggestion | undefined

/** What the project's files say about each question; what they say nothing about has no row. */
const general: Record<string, Source> = {
  name: ({ folder }) => certain(nameFrom(folder), 'the folder’s name'),
  'frontend.dir': (look) => suggestFolder(look, 'frontend'),
  'backend.dir': (look) => suggestFolder(look, 'backend'),
  database: suggestDatabase,
  'secrets.sources': suggestForms,
  'secrets.file': ({ envFile }) => (envFile ? certain(envFile, 'it is there') : undefined),
}

const ofComponent: Record<string, ComponentSource> = {
  port: suggestPort,
  context: suggestContext,
  dockerfile: ({ dockerfile }) => found(dockerfile, String),
  start: ({ start }) => found(start, (words) => words),
  migrate: (component, _get, _role, look) => suggestMigrations(component, look),
  readiness: ({ health }) => found(health.readiness, String),
  liveness: ({ health }) => found(health.liveness, String),
  startup: ({ health }) => found(health.liveness, String),
  'run-as-user': ({ user }) =>
    found(user && /^[1-9]\d*(:\d+)?$/.test(user.value) ? user : undefined, (it) => it.replace(/:.*/, '')),
  env: suggestVariables,
  secrets: suggestSecrets,
  'build-args': suggestBuildArguments,
  'backend-url-env': suggestBackendVariable,
}

export const suggestFrom =
  (look: Look): Suggest =>
  (id, get) => {
    const source = general[id]
    if (source) return source(look, get)
    const [role, key] = [id.slice(0, id.indexOf('.')), id.slice(id.indexOf('.') + 1)]
    if (role !== 'frontend' && role !== 'backend') return undefined
    const component = findComponent(look, get, role)
    if (component) return ofComponent[key]?.(component, get, role, look)
    return key === 'port' || key === 'dockerfile' || key === 'context' ? later(look, get, role) : undefined
  }

const findComponent = (look: Look, get: Get, role: ComponentRole) =>
  look.project.components.find(({ dir }) => dir === String(get(`${role}.dir`)).replace(/(?<=.)\/$/, ''))

/** As long as the folder is open, and every candidate knows its port, or it is not there, the port is no question of its own. */
function later({ project, paths }: Look, get: Get, role: ComponentRole): Suggestion | undefined {
  const { candidates } = project.roles[role]
  const known = candidates.every(({ dir }) => project.components.find((it) => it.dir === dir)?.port)
  const dir = get(`${role}.dir`)
  const isOpen = dir === undefined && candidates.length > 0 && known
  const isNowhere = !get(`${role}.image`) && !isFolder(String(dir ?? ''), paths)
  return isOpen || isNowhere ? { source: '', confidence: 'guess', conflicts: [], isLater: true } : undefined
}

function suggestFolder({ project }: Look, role: ComponentRole): Suggestion | undefined {
  const { dir, candidates } = project.roles[role]
  const choices = candidates.map((it) => ({
    value: it.dir,
    name: it.dir,
    description: it.because.join(', '),
  }))
  const winner = candidates.find((it) => it.dir === dir)
  if (!winner)
    return candidates.length > 0 ? { source: '', confidence: 'guess', conflicts: [], choices } : undefined
  const conflicts = choices.slice(1).map(({ value, description }) => ({ value, source: description }))
  return { value: winner.dir, source: winner.because.join(', '), confidence: 'likely', conflicts, choices }
}

/** A generated image listens where its recipe says; what the source says of a port below 1024 nobody could open. */
function suggestPort(component: FoundComponent, _get: Get, _role: ComponentRole, look: Look) {
  const stack = generatedStack(look, component.dir)
  if (!stack || stack.port === component.port?.value) return found(component.port, String)
  return certain(String(stack.port), 'the generated image listens there')
}

function suggestContext(component: FoundComponent, _get: Get, _role: ComponentRole, look: Look) {
  const { stack, dir, context } = component
  if (context) return found(context, String)
  if (!stack || !('stack' in stack) || !generatedStack(look, dir)) return undefined
  return stack.context === dir ? undefined : certain(stack.context, 'the workspace that it belongs to')
}

function suggestDatabase(look: Look, get: Get): Suggestion | undefined {
  const component = findComponent(look, get, 'backend')
  const { database, databaseVariable } = component ?? {}
  const none = { value: '', confidence: 'guess' as const, conflicts: [] }
  if (database && database.value.kind !== 'postgresql')
    return { ...none, source: `${database.source}: another database than PostgreSQL`, confidence: 'likely' }
  if (databaseVariable) return found(databaseVariable, String)
  if (!component) return undefined
  if (!database) return { ...none, source: 'no database driver found' }
  const parts = component.databaseParts.map(({ variable }) => variable)
  const source =
    parts.length > 0
      ? `the usual name; ${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} made from it`
      : 'the usual name; nothing was seen reading it'
  const confidence = parts.length > 0 ? ('likely' as const) : ('guess' as const)
  return { value: defaults.databaseSecret, source, confidence, conflicts: [] }
}

function certain(value: string | undefined, source: string): Suggestion | undefined {
  return value === undefined ? undefined : { value, source, confidence: 'certain', conflicts: [] }
}

/** Those that the backend reads: whoever binds something else needs no other words. */
function suggestForms(look: Look, get: Get): Suggestion | undefined {
  const component = findComponent(look, get, 'backend')
  const bound = (get('backend.secrets') ?? []) as string[]
  const forms = component ? proposeForms(component, get, 'backend') : []
  const read = forms.filter(({ name }) => bound.some((entry) => readBinding(entry).name === name))
  if (read.length === 0) return undefined
  return {
    value: read.map(({ name, form }) => `${name}=database:${form}`),
    source: [...new Set(read.map(({ source }) => source))].join(', '),
    confidence: 'likely',
    conflicts: [],
  }
}

/** A folder's name as Kubernetes would take it, or nothing when little of it is left. */
function nameFrom(folder: string): string | undefined {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return name.length > 1 && !checkName(name) ? name : undefined
}
