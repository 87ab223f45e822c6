import type { Suggestion } from '../config/resolve-answers.ts'
import { findCopy } from '../dockerfile/find-copy.ts'
import type { FoundComponent } from '../project/component.ts'
import { fromContext } from '../project/stacks/text-of.ts'
import { generatedStack } from './init-images.ts'
import type { Look } from './init-look.ts'
import { found } from './init-suggest-finding.ts'

/** Only what the image is known to hold: an existing Dockerfile may leave the tool out, or its files. */
export function suggestMigrations(component: FoundComponent, look: Look): Suggestion | undefined {
  const { migrations, dir, database } = component
  const command = migrations?.value.command
  const isKept = database && database.value.kind !== 'sqlite' && database.value.kind !== 'memory'
  if (!migrations || !command || !isKept) return undefined
  const isKnown = generatedStack(look, dir) || migrations.value.isInImage
  const inImage = isKnown ? command : commandInImage(command, component)
  return inImage && found(migrations, () => inImage)
}

const runner = /^(uv|poetry|pipenv|pdm) run\b/

/** In the way that the image starts its server: what its own start uses is there, and so is what was installed beside it. */
function commandInImage(command: string[], component: FoundComponent): string[] | undefined {
  const { runs, language, installed } = component
  const [tool = ''] = command
  const start = runs?.value.join(' ') ?? ''
  const isRun = start
    .split(/[\s;&]+/)
    .slice(0, -1)
    .includes(tool)
  if (!isRun && !copiesSettings(component)) return undefined
  if (language?.value === 'python') {
    const isThere = isRun || tool === 'python' || installed.includes(tool)
    if (!isThere) return undefined
    if (runner.test(start)) return [...start.split(' ').slice(0, 2), ...command]
    return isOnPath(component) ? command : undefined
  }
  if (/^(node|bundle|php)$/.test(tool)) return command
  if (!isRun) return undefined
  return language?.value === 'javascript' ? ['npx', '--no-install', ...command] : command
}

/** What uv and poetry install is found by its name only where the Dockerfile says so, or pip did it. */
function isOnPath({ image }: FoundComponent): boolean {
  const steps = image?.stages.flat() ?? []
  const isVirtual = steps.some(
    ({ name, rest }) => name === 'RUN' && /\b(uv sync|poetry install|pdm install)\b/.test(rest),
  )
  const isSet = steps.some(
    ({ name, rest }) =>
      /^(ENV|RUN)$/.test(name) &&
      /PATH=.*\bbin\b|virtualenvs\.create false|VIRTUALENVS_CREATE=(false|0)/.test(rest),
  )
  return !isVirtual || isSet
}

/** The file that tells the tool where its migrations are. */
function copiesSettings({ image, migrations, context, dir }: FoundComponent): boolean {
  if (!image || !migrations) return false
  const path = fromContext(context?.value ?? dir, migrations.source.replace(/:\d+.*$/, ''))
  return image.stages.some((stage) => findCopy({ ...image, stages: [stage] }, undefined, path) !== undefined)
}
