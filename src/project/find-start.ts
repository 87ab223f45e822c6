import { type Finding, type Sighting, settle } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'
import { type Dockerfile, findLast, readCommand } from './read-dockerfile.ts'
import type { Manifest } from './read-manifest.ts'

type Evidence = { folder: Folder; manifests: Manifest[]; dockerfile?: Dockerfile }

/** How to run it as a plain process: the image's exec form, the manifest's `start`, or the framework's own server. */
export function findStart({ folder, manifests, dockerfile }: Evidence): Finding<string[]> | undefined {
  const found = settle([
    ...fromDockerfile(dockerfile, manifests),
    ...fromScripts(manifests),
    ...fromPython(folder),
    ...fromGo(manifests),
  ])
  return found && { ...found, conflicts: [] }
}

const webServer = /^(nginx|caddy|httpd|apache2|serve)$/
const packageRunner = /^(npm|pnpm|yarn|bun)$/

function fromDockerfile(file: Dockerfile | undefined, manifests: Manifest[]): Sighting<string[]>[] {
  const command = file && findLast(file, 'CMD')
  const words = command && readCommand(command.rest)
  if (!file || !command || !words?.[0] || webServer.test(words[0])) return []
  if (packageRunner.test(words[0])) return fromScripts(manifests, words.at(-1))
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

function fromPython(folder: Folder): Sighting<string[]>[] {
  const apps = findMatches(
    folder,
    (path) => isSource(path) && path.endsWith('.py'),
    /^(\w+)\s*=\s*(FastAPI|Flask)\(/g,
  )
  return apps.map((line) => {
    const inside = folder.dir === '.' ? line.path : line.path.slice(folder.dir.length + 1)
    const target = `${inside.replace(/\.py$/, '').replaceAll('/', '.')}:${line.match[1]}`
    const server =
      line.match[2] === 'FastAPI'
        ? ['uvicorn', target, '--host', '0.0.0.0']
        : ['gunicorn', target, '--bind', '0.0.0.0:5000']
    return { value: server, source: at(line), confidence: 'likely' }
  })
}

const fromGo = (manifests: Manifest[]): Sighting<string[]>[] =>
  manifests
    .filter(({ language }) => language === 'go')
    .map(({ path }) => ({ value: ['go', 'run', '.'], source: path, confidence: 'guess' }))
