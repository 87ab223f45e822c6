import type { PythonStack } from '../../dockerfile/stack.ts'
import type { FoundComponent } from '../component.ts'
import type { Sighting } from '../finding.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import { type Manifest, readManifests } from '../read-manifest.ts'
import type { StackFinding } from './stack-finding.ts'
import { findText, fromContext, has } from './text-of.ts'
import { findUvRoot, uvManifests } from './uv-workspace.ts'
import { chooseVersion, lineInRange } from './versions.ts'

const compiled = ['psycopg2', 'psycopg-c', 'mysqlclient']
const servers = ['uvicorn', 'gunicorn', 'hypercorn', 'daphne', 'waitress', 'granian']

export function pythonStack(component: FoundComponent, files: ProjectFiles): StackFinding {
  const { dir, port } = component
  const manifests = readManifests({ dir, ...files }).filter(({ language }) => language === 'python')
  const needs = (name: string) => manifests.some(({ dependencies }) => dependencies.has(name))
  const command = component.start?.value
  if (!command) return unknownStart(dir)
  const version = chooseVersion('python', findVersion(dir, files))
  const { manager, lock, reads } = chooseManager(dir, files, manifests)
  const root = findUvRoot(dir, files)
  const context = root ?? dir
  const inside = (path: string) => fromContext(context, path)
  const form = psycopgForm(manifests, files)
  const needsCompiler = form === 'c' || compiled.some(needs)
  const stack: PythonStack = {
    language: 'python',
    dir: inside(dir),
    port: port?.value ?? 8000,
    buildArgs: [],
    version: `3.${version.value}`,
    manager,
    lock: lock && inside(lock),
    manifests: reads.map(inside),
    ...(root === undefined ? {} : { isMember: true as const }),
    extraPackages: missingServers(command, needs, component),
    needsCompiler,
    needsLibpq: needsCompiler || (form === 'plain' && !needs('psycopg-binary')),
    collectsStatic: component.framework?.value.name === 'Django' && needs('whitenoise'),
    command: listening(command, port?.value ?? 8000),
  }
  const because = [
    `Python 3.${version.value} ← ${version.because}`,
    `${manager} ← ${lock ?? reads[0] ?? dir}`,
    `started by ${component.start!.source}`,
  ]
  return { stack, context, because }
}

/** How psycopg 3 finds PostgreSQL's library: in its binary, compiled, or on the system. */
function psycopgForm(manifests: Manifest[], files: ProjectFiles): 'binary' | 'c' | 'plain' | undefined {
  const paths = manifests.filter(({ dependencies }) => dependencies.has('psycopg')).map(({ path }) => path)
  if (paths.length === 0) return undefined
  if (findText(files, paths, /\bpsycopg\b.*\b(binary)\b/)) return 'binary'
  return findText(files, paths, /\bpsycopg(\[c\]|\b.*extras = \["c"\])/) ? 'c' : 'plain'
}

/** `fastapi[standard]` brings uvicorn along. */
const missingServers = (
  command: string[],
  needs: (name: string) => boolean,
  { framework }: FoundComponent,
): string[] =>
  servers.filter(
    (name) =>
      command[0] === name &&
      !needs(name) &&
      !(name === 'uvicorn' && framework?.value.name === 'FastAPI' && needs('fastapi[standard]')),
  )

function findVersion(dir: string, files: ProjectFiles): Sighting<number> | undefined {
  const at = (name: string) => within(dir, name)
  const found =
    findText(files, [at('.python-version'), at('runtime.txt'), '.python-version'], /(?:^|python-)3\.(\d+)/) ??
    findText(files, [at('pyproject.toml')], /requires-python\s*=\s*["']\s*(?:==|~=)\s*3\.(\d+)/) ??
    findText(files, [at('Pipfile')], /python_version\s*=\s*["']3\.(\d+)/)
  if (found) return { value: Number(found.text), source: found.source, confidence: 'certain' }
  const range = findText(files, [at('pyproject.toml')], /^\s*(?:requires-python|python)\s*=\s*["']([^"']+)/)
  const line = range && lineInRange('python', range.text, '3.')
  return line === undefined ? undefined : { value: line, source: range!.source, confidence: 'certain' }
}

type Choice = Pick<PythonStack, 'manager' | 'lock'> & { reads: string[] }

/** A lock file decides; then requirements, which pip reads; a bare pyproject goes to uv, which needs no build backend. */
function chooseManager(dir: string, files: ProjectFiles, manifests: Manifest[]): Choice {
  const at = (name: string) => within(dir, name)
  const root = findUvRoot(dir, files)
  if (root) return { manager: 'uv', lock: within(root, 'uv.lock'), reads: uvManifests(root, files) }
  const project = ['pyproject.toml', 'README.md'].map(at).filter((path) => has(files, path))
  if (has(files, at('uv.lock'))) return { manager: 'uv', lock: at('uv.lock'), reads: project }
  if (has(files, at('poetry.lock'))) return { manager: 'poetry', lock: at('poetry.lock'), reads: project }
  if (has(files, at('Pipfile.lock')))
    return { manager: 'pipenv', lock: at('Pipfile.lock'), reads: [at('Pipfile')] }
  const requirements = chooseRequirements(dir, files, manifests)
  if (requirements.length > 0) return { manager: 'pip', reads: requirements }
  if (has(files, at('Pipfile'))) return { manager: 'pipenv', reads: [at('Pipfile')] }
  const isPoetry = /^\[tool\.poetry/m.test(files.texts.get(at('pyproject.toml')) ?? '')
  return { manager: isPoetry ? 'poetry' : 'uv', reads: project }
}

/** `requirements.txt`, or the production one; files that it includes are copied with it. */
function chooseRequirements(dir: string, files: ProjectFiles, manifests: Manifest[]): string[] {
  const names = [
    'requirements.txt',
    'requirements-prod.txt',
    'requirements/production.txt',
    'requirements/prod.txt',
    'requirements/base.txt',
  ]
  const path =
    names.map((name) => within(dir, name)).find((one) => has(files, one)) ??
    manifests.find((it) => it.path.endsWith('.txt'))?.path
  return path ? [path] : []
}

/** A server that would listen on loopback only, or on another port than the container's, is told otherwise. */
function listening(command: string[], port: number): string[] {
  const text = command.join(' ')
  if (command[0] === 'uvicorn' || command[0] === 'hypercorn')
    return [
      ...command,
      ...(/--host/.test(text) || command[0] === 'hypercorn' ? [] : ['--host', '0.0.0.0']),
      ...(/--port|--bind|-b /.test(text)
        ? []
        : command[0] === 'uvicorn'
          ? ['--port', String(port)]
          : ['--bind', `0.0.0.0:${port}`]),
    ]
  if (command[0] === 'sanic' && !/--port|-p /.test(text)) return [...command, '--port', String(port)]
  if (command[0] === 'gunicorn' && /--bind 0\.0\.0\.0:\d+$/.test(text))
    return [...command.slice(0, -1), `0.0.0.0:${port}`]
  if (command[0] === 'gunicorn' && !/--bind|-b /.test(text)) return [...command, '--bind', `0.0.0.0:${port}`]
  return command
}

const unknownStart = (dir: string): StackFinding => ({
  reason: 'no application object and no start command was found',
  source: dir,
  advice: 'add a Dockerfile, or a Procfile with a line such as `web: uvicorn app.main:app`',
})
