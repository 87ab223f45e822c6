import { chartFiles } from '../chart/chart-files.ts'
import { type AnswerProblem, checkAnswers, checkTogether } from '../config/check-answers.ts'
import type { Config } from '../config/config.ts'
import { configFromAnswers } from '../config/config-from-answers.ts'
import { configJsonSchema } from '../config/json-schema.ts'
import { questions } from '../config/questions.ts'
import { type Resolution, resolveAnswers } from '../config/resolve-answers.ts'
import { schemaFile, writeConfig } from '../config/write-config.ts'
import { renderDockerignore } from '../dockerfile/render-dockerignore.ts'
import type { Files } from '../ports.ts'
import type { Note } from '../project/note.ts'
import { fromContext, isBelow } from '../project/stacks/text-of.ts'
import type { ComponentRole } from '../report.ts'
import { checkFolders } from './check-folders.ts'
import { type PlannedFile, planFiles, type WantedFile } from './init-files.ts'
import type { Given } from './init-given.ts'
import { imageFiles } from './init-images.ts'
import type { Look } from './init-look.ts'
import { suggestFrom } from './init-suggest.ts'
import { variableNotes } from './init-variable-notes.ts'
import { type PlannedVariable, plannedVariables } from './init-variables.ts'
import { leftOut } from './left-out.ts'
import { configFile } from './load-config.ts'

/** Everything that init would do. Without a config, something is missing or wrong. */
export type InitPlan = {
  resolution: Resolution
  problems: AnswerProblem[]
  notes: Note[]
  variables: Record<ComponentRole, PlannedVariable[]>
  config?: Config
  files: PlannedFile[]
}

export type PlanGround = {
  seen: Look
  files: Files
  templates: Record<string, string>
  overwrite: boolean
}

export async function planInit(given: Given, ground: PlanGround): Promise<InitPlan> {
  const answered = resolveInit(given, ground.seen)
  const { resolution, config } = answered
  const variables = variablesOf(resolution, ground.seen)
  const notes = [...notesFor(resolution, ground.seen), ...variableNotes(variables, resolution, ground.seen)]
  const files = config
    ? [...(await planInitFiles(config, resolution, ground)), ...leftToWrite(config, ground.seen)]
    : []
  return { ...answered, notes, variables, files }
}

const variablesOf = (resolution: Resolution, { project }: Look): InitPlan['variables'] => ({
  frontend: plannedVariables('frontend', resolution, project.components),
  backend: plannedVariables('backend', resolution, project.components),
})

export type Answered = Pick<InitPlan, 'resolution' | 'problems' | 'config'>

/** Pure: from what is given and seen to a config, or to what is missing and wrong. */
export function resolveInit(given: Given, seen: Look): Answered {
  const resolution = resolveAnswers(questions, { given, existing: seen.existing, suggest: suggestFrom(seen) })
  const problems = [...checkAnswers(resolution.answers.values()), ...checkFolders(resolution, seen)]
  if (problems.length > 0 || resolution.missing.length > 0) return { resolution, problems }
  const values = new Map([...resolution.answers].map(([id, { value }]) => [id, value]))
  const config = configFromAnswers(questions, values, seen.existing)
  const together = checkTogether(questions, config)
  return together.length > 0 ? { resolution, problems: together } : { resolution, problems, config }
}

async function planInitFiles(
  config: Config,
  resolution: Resolution,
  ground: PlanGround,
): Promise<PlannedFile[]> {
  const { files, seen, overwrite } = ground
  const wanted = wantedFiles(config, config, resolution, ground)
  const paths = [...wanted.map(({ path }) => path), ...Object.keys(seen.written)]
  const current = new Map(
    await Promise.all(paths.map(async (path) => [path, await files.read(path)] as const)),
  )
  const before = { current, written: seen.written, overwrite, pristine: pristineTexts(ground) }
  const planned = planFiles(wanted, before)
  if (!seen.existing || planned[0]?.action !== 'skip') return planned
  return planFiles(wantedFiles(config, seen.existing, resolution, ground), before)
}

/** What init would have written for the config that is there: equal text has not been edited, whoever wrote it. */
function pristineTexts(ground: PlanGround): Map<string, string> {
  const { existing } = ground.seen
  if (!existing) return new Map()
  const { resolution } = resolveInit(new Map(), ground.seen)
  const wanted = wantedFiles(existing, existing, resolution, ground)
  return new Map(wanted.flatMap((file) => ('content' in file ? [[file.path, file.content] as const] : [])))
}

/** A config that stays the user's stays what the chart follows. */
function wantedFiles(
  config: Config,
  followed: Config,
  resolution: Resolution,
  { templates, seen }: PlanGround,
): WantedFile[] {
  const dirs = [
    ...new Set(
      [config.frontend, config.backend].filter(({ image }) => !image).map(({ build }) => build.context),
    ),
  ]
  return [
    { path: configFile, content: writeConfig(config, sourcesOf(resolution, seen)) },
    ...chartFiles(followed, templates),
    ...imageFiles(followed, seen),
    { path: '.gitignore', lines: ['.k8sdeploy/', ...envLines(config)] },
    ...dirs.map((dir) => ({
      path: dir === '.' ? '.dockerignore' : `${dir}/.dockerignore`,
      content: renderDockerignore(
        dir === '.' ? [configFile, '.k8sdeploy', config.chart.path] : [],
        deeperExamples(dir, seen),
      ),
      isOptional: true,
    })),
    { path: schemaFile, content: `${JSON.stringify(configJsonSchema(), null, 2)}\n` },
  ]
}

const deeperExamples = (context: string, { paths }: Look): string[] =>
  paths
    .filter((path) => isBelow(context, path))
    .map((path) => fromContext(context, path))
    .filter((path) => path.endsWith('/.env.example') && !path.includes('node_modules/'))

const envLines = ({ secrets }: Config) => [
  ...new Set(['.env', ...Object.values(secrets).flatMap(({ file }) => file ?? [])]),
]

/** A Dockerfile that is needed, isn't there, and can't be written: the plan would not build. */
const leftToWrite = (config: Config, { project, paths }: Look): PlannedFile[] =>
  [config.frontend, config.backend].flatMap(({ dir, image, build }): PlannedFile[] => {
    const stack = project.components.find((it) => it.dir === dir)?.stack
    if (image || !stack || 'stack' in stack || paths.includes(build.dockerfile)) return []
    return [{ path: build.dockerfile, action: 'skip', why: `left to you: ${stack.reason}` }]
  })

/** Comments of the written config: only what was found in files, so that the same answers give the same bytes. */
function sourcesOf(resolution: Resolution, seen: Look): Record<string, string> {
  const found = [...resolution.answers.values()].filter(
    ({ source, row }) => /:\d+/.test(source) && row.path.length > 0 && !listsVariables.test(row.id),
  )
  const variables = Object.entries(variablesOf(resolution, seen)).flatMap(([role, all]) =>
    all.flatMap((variable) => variableSource(role, variable)),
  )
  return Object.fromEntries([
    ...found.map(({ row, source }) => [row.path.join('.'), `← ${source}`]),
    ...variables,
  ])
}

/** Their entries have a line, and a source, each. */
const listsVariables = /\.(env|build-args|secrets)$/

const placeOf = { env: 'env', 'build-args': 'build.args' } as const

function variableSource(role: string, variable: PlannedVariable): [string, string][] {
  const { name, setBy, source, isRequired } = variable
  const told = [`← ${source}`, ...(variable.audience === 'browser' ? ['read by browsers'] : [])]
  if (isRequired && setBy === 'secrets') told.push('required')
  if (setBy === 'secrets') return [[`secrets.${name}`, told.join(', ')]]
  return setBy === 'env' || setBy === 'build-args'
    ? [[`${role}.${placeOf[setBy]}.${name}`, told.join(', ')]]
    : []
}

/** Notes of the chosen folders only: what is wrong elsewhere is not deployed. */
function notesFor({ answers }: Resolution, { project }: Look): Note[] {
  const dirs = ['frontend.dir', 'backend.dir'].map((id) => String(answers.get(id)?.value ?? ''))
  return [
    ...[...new Set(dirs)].flatMap((dir) => project.notes.get(dir) ?? []),
    ...project.around,
    ...leftOut(dirs, project),
  ]
}
