import { type Dockerfile, findLast, readCommand } from '../dockerfile/read-dockerfile.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { plainStart } from './plain-start.ts'
import { at, type Folder, findMatches, isSource, within } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'
import { factsFor, type PlatformFact } from './read-platforms.ts'
import { findGoMain } from './stacks/go-main.ts'

type Evidence = {
  folder: Folder
  manifests: Manifest[]
  dockerfile?: Dockerfile
  platforms: PlatformFact[]
  port?: number
}

/** How to run it as a plain process: the image's exec form, the manifest's `start`, or the framework's own server. */
export function findStart({
  folder,
  manifests,
  dockerfile,
  platforms,
  port,
}: Evidence): Finding<string[]> | undefined {
  const found = settle([
    ...fromDockerfile(dockerfile, manifests),
    ...fromPlatforms(folder, platforms),
    ...fromScripts(manifests, 'start:prod'),
    ...fromScripts(manifests),
    ...fromPython(folder, manifests, dockerfile, port),
    ...fromDjango(folder, manifests, dockerfile, port),
    ...fromGo(folder, manifests),
  ])
  return found && { ...found, conflicts: [] }
}

const fromPlatforms = (folder: Folder, facts: PlatformFact[]): Sighting<string[]>[] =>
  factsFor(folder, facts, 'start').flatMap(({ value, line }) => {
    const words = plainStart(value)
    return words && !packageRunner.test(words[0]!)
      ? [{ value: words, source: at(line), confidence: 'certain' as const }]
      : []
  })

const webServer = /^(nginx|caddy|httpd|apache2|serve)$/
const packageRunner = /^(npm|pnpm|yarn|bun)$/

const isForDevelopment = (script: string) => /^(dev|serve|watch|start:dev|develop)$/.test(script)

function fromDockerfile(file: Dockerfile | undefined, manifests: Manifest[]): Sighting<string[]>[] {
  const command = file && findLast(file, 'CMD')
  const words = command && readCommand(command.rest)
  if (!file || !command || !words?.[0] || webServer.test(words[0])) return []
  if (packageRunner.test(words[0]))
    return isForDevelopment(words.at(-1)!) ? [] : fromScripts(manifests, words.at(-1))
  return [{ value: words, source: `${file.path}:${command.line} CMD`, confidence: 'certain' }]
}

function fromScripts(manifests: Manifest[], name = 'start'): Sighting<string[]>[] {
  return manifests.flatMap(({ path, scripts }): Sighting<string[]>[] => {
    const script = scripts[name]
    const words = script && readCommand(script.command)
    return words
      ? [{ value: asProcess(words), source: `${path}:${script.line} ${name}`, confidence: 'likely' }]
      : []
  })
}

/** A package's own binary is found by npx, without downloading anything. */
const asProcess = (words: string[]) =>
  /^(node|bun|deno|tsx|python3?|uvicorn|gunicorn|\.\/|\/)/.test(words[0]!)
    ? words
    : ['npx', '--no-install', ...words]

function fromPython(
  folder: Folder,
  manifests: Manifest[],
  dockerfile: Dockerfile | undefined,
  port: number | undefined,
): Sighting<string[]>[] {
  const elsewhere = port === undefined || port === 8000 ? [] : ['--port', String(port)]
  const apps = findMatches(
    folder,
    (path) => isSource(path) && path.endsWith('.py'),
    /^(\w+)\s*(?::\s*\w+\s*)?=\s*(FastAPI|Starlette|Litestar|Quart|Sanic|Flask|create_app|make_app|create_application)\(/g,
  )
  const isAsync = manifests.some(({ dependencies }) =>
    ['fastapi', 'starlette', 'litestar', 'quart'].some((name) => dependencies.has(name)),
  )
  return apps.flatMap((line) => {
    const inside = folder.dir === '.' ? line.path : line.path.slice(folder.dir.length + 1)
    const { module, from } = moduleOf(inside, folder)
    const target = `${module}:${line.match[1]}`
    const made = line.match[2]!
    if (made === 'Sanic' && from) return []
    const server =
      made === 'Sanic'
        ? ['sanic', target, '--host', '0.0.0.0', ...elsewhere]
        : asynchronous.test(made) || (made !== 'Flask' && isAsync)
          ? ['uvicorn', target, '--host', '0.0.0.0', ...elsewhere, ...(from ? ['--app-dir', from] : [])]
          : lacksGunicorn(manifests, dockerfile) && !from
            ? ['flask', '--app', target, 'run', '--host', '0.0.0.0', '--port', String(port ?? 5000)]
            : ['gunicorn', target, '--bind', `0.0.0.0:${port ?? 5000}`, ...(from ? ['--chdir', from] : [])]
    return { value: server, source: at(line), confidence: 'likely' }
  })
}

const asynchronous = /^(FastAPI|Starlette|Litestar|Quart)$/

/** A file that imports its neighbours by their bare names has to be started from its own folder. */
function moduleOf(path: string, folder: Folder): { module: string; from?: string } {
  const slash = path.lastIndexOf('/')
  const [above, name] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1).replace(/\.py$/, '')]
  const text = folder.texts.get(within(folder.dir, path)) ?? ''
  const imported = [...text.matchAll(/^(?:from|import)\s+(\w+)/gm)].map(([, module]) => module)
  const isNeighbour = (module: string | undefined) =>
    module !== name &&
    [`${module}.py`, `${module}/__init__.py`].some((file) =>
      folder.paths.includes(within(folder.dir, within(above || '.', file))),
    )
  if (above && imported.some(isNeighbour)) return { module: name, from: above }
  return { module: path.replace(/\.py$/, '').replaceAll('/', '.') }
}

/** An image of the project's own may not have it. */
const lacksGunicorn = (manifests: Manifest[], dockerfile: Dockerfile | undefined): boolean =>
  dockerfile !== undefined &&
  !manifests.some(({ dependencies }) => dependencies.has('gunicorn')) &&
  !dockerfile.stages.flat().some(({ name, rest }) => name === 'RUN' && /\bgunicorn\b/.test(rest))

/** manage.py names the settings; the WSGI application lives beside them. */
const fromDjango = (
  folder: Folder,
  manifests: Manifest[],
  dockerfile: Dockerfile | undefined,
  port = 8000,
): Sighting<string[]>[] =>
  findMatches(
    folder,
    (path) => path === within(folder.dir, 'manage.py'),
    /DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+?)\.settings/g,
  ).map((line) => ({
    value: lacksGunicorn(manifests, dockerfile)
      ? ['python', 'manage.py', 'runserver', `0.0.0.0:${port}`]
      : ['gunicorn', `${line.match[1]}.wsgi:application`, '--bind', `0.0.0.0:${port}`],
    source: at(line),
    confidence: 'likely',
  }))

/** The program that serves, where it can be told from the others. */
const fromGo = (folder: Folder, manifests: Manifest[]): Sighting<string[]>[] =>
  manifests
    .filter(({ language }) => language === 'go')
    .flatMap(({ path }): Sighting<string[]>[] => {
      const main = findGoMain(folder.dir, folder)
      return main
        ? [{ value: ['go', 'run', main.folder], source: main.path, confidence: 'likely' }]
        : [{ value: ['go', 'run', '.'], source: path, confidence: 'guess' }]
    })
