import type { NodeManager, NodeStack, ProxyRule } from '../../dockerfile/stack.ts'
import type { FoundComponent } from '../component.ts'
import type { Sighting } from '../finding.ts'
import { isSource, type ProjectFiles, within } from '../project-files.ts'
import { nameOf } from '../read-manifest.ts'
import { nextProxy } from './next-proxy.ts'
import { findServe, isDevTool, neverBuilt } from './node-serve.ts'
import { type Package, readPackage } from './read-package.ts'
import type { StackFinding } from './stack-finding.ts'
import { findText, fromContext, has, isBelow } from './text-of.ts'
import { chooseVersion, lineInRange } from './versions.ts'
import { findInstallRoot, findLock, installFiles, managerOfLock } from './workspace.ts'
import { findPrismaPackage, usesPrisma } from './workspace-prisma.ts'

export function nodeStack(component: FoundComponent, files: ProjectFiles, proxy: ProxyRule[]): StackFinding {
  const { dir } = component
  const manifest = within(dir, 'package.json')
  const deno = ['deno.json', 'deno.jsonc'].map((name) => within(dir, name)).find((path) => has(files, path))
  if (deno && !has(files, manifest)) return ofDeno(deno)
  if (!has(files, manifest)) return ofWorkspace(dir)
  const pack = readPackage(files.texts.get(manifest) ?? '')
  const served = findServe({ component, pack, files, proxy })
  if (!served) return builtElsewhere(component, files) ?? unknownStart(manifest, dir, pack, files)
  const root = findInstallRoot(dir, files)
  const version = chooseVersion('node', findVersion(dir, root, pack, files))
  const { lock, manager, managerVersion } = chooseManager(component, root, files)
  const inside = (path: string) => fromContext(root, path)
  const usesTurbo = root !== dir && has(files, within(root, 'turbo.json'))
  const shared = root === dir ? undefined : findPrismaPackage(pack, root, files, usesTurbo)
  const commands = [commandOf(served.serve), component.migrations?.value.command]
  const stack: NodeStack = {
    language: 'javascript',
    dir: inside(dir),
    port: imagePort(component, served.serve.kind),
    buildArgs: component.variables.filter(({ phase }) => phase === 'build').map(({ name }) => name),
    version: String(version.value),
    manager,
    managerVersion,
    lock: lock && inside(lock),
    manifests: [...installFiles(root, files), ...prismaFiles(dir, pack, files)].map(inside),
    workspace: root === dir ? undefined : pack.name,
    usesTurbo,
    usesPrisma: usesPrisma(pack) || shared !== undefined,
    prismaDir: usesPrisma(pack) || shared === undefined ? undefined : inside(shared),
    needsDevDependencies: needsDevDependencies(pack, commands),
    needsManager: commands.some((words) => managerCommand.test(words?.[0] ?? '')),
    ...(callsBun(pack, commands) ? { needsBun: true } : {}),
    ...skipsChecks(root, files),
    build: pack.scripts['build'] ? 'build' : undefined,
    serve: served.serve,
    next: nextProxy(component, files, served.serve.kind),
  }
  const because = [
    `Node ${version.value} ← ${version.because}`,
    `${manager} ← ${lock ?? 'no lock file'}`,
    `served by ${served.source}`,
  ]
  return { stack, context: root, because }
}

/** nginx may not open the ports below 1024, which its users are used to. */
const imagePort = ({ port }: FoundComponent, kind: NodeStack['serve']['kind']): number =>
  kind === 'static' || kind === 'plain' ? 8080 : (port?.value ?? 3000)

const prismaFiles = (dir: string, pack: Package, files: ProjectFiles): string[] =>
  usesPrisma(pack) ? [within(dir, 'prisma/schema.prisma')].filter((path) => has(files, path)) : []

const skip = /\bskipValidation\s*:[^,}]*?process\.env\.(?!CI\b|NODE_ENV\b|npm_)([A-Z_]+)/

/** Env libraries check everything as soon as they are imported, also while it is built; `CI` means more than that. */
function skipsChecks(root: string, { texts }: ProjectFiles): { skipsChecks?: string } {
  for (const [path, text] of texts) {
    const name = isBelow(root, path) && isSource(path) ? skip.exec(text)?.[1] : undefined
    if (name) return { skipsChecks: name }
  }
  return {}
}

/** The image of Node brings only npm. */
const managerCommand = /^(bunx?|pnpx?|pnpm|yarn)$/

/** Also where another tool has written the lock. */
const callsBun = ({ scripts }: Package, commands: (string[] | undefined)[]): boolean =>
  commands.some((words) => /^bunx?$/.test(words?.[0] ?? '')) ||
  ['prebuild', 'build', 'postbuild', 'postinstall'].some((name) => /\bbunx?\s/.test(scripts[name] ?? ''))

const commandOf = (serve: NodeStack['serve']) => (serve.kind === 'process' ? serve.command : undefined)

/** The server, or the migrations, run with a tool that is not needed otherwise. */
const needsDevDependencies = (
  { dependencies, devDependencies }: Package,
  commands: (string[] | undefined)[],
): boolean =>
  commands.some((words) => {
    const name = words?.[0] ?? ''
    return !dependencies.has(name) && (devDependencies.has(name) || isDevTool(name))
  })

function findVersion(
  dir: string,
  root: string,
  { node }: Package,
  files: ProjectFiles,
): Sighting<number> | undefined {
  const folders = [...new Set([dir, root, '.'])]
  const named = folders.flatMap((folder) => ['.nvmrc', '.node-version'].map((name) => within(folder, name)))
  const found = findText(files, named, /^v?(\d+)/) ?? (node && exactMajor(node, within(dir, 'package.json')))
  return found ? { value: Number(found.text), source: found.source, confidence: 'certain' } : undefined
}

/** `>=18` is also kept by the usual release; only what names one release line, or a newer one, asks for it. */
function exactMajor(range: string, path: string) {
  const major = /^[~^=v]*(\d+)(\.|$|\s)/.exec(range)?.[1] ?? lineInRange('node', range)
  return major ? { text: String(major), source: `${path} engines` } : undefined
}

/** `packageManager`, then the lock; one without the other's lock installs without any. */
function chooseManager(component: FoundComponent, root: string, files: ProjectFiles) {
  const pinned = [component.dir, root, '.']
    .map((folder) => readPackage(files.texts.get(within(folder, 'package.json')) ?? '').packageManager)
    .find((one) => one !== undefined)
  const [, name, version] = /^(npm|pnpm|yarn|bun)@([\d.]+)/.exec(pinned ?? '') ?? []
  const lock =
    findLock(root, files, name ?? component.packageManager?.value) ??
    (name === undefined ? findLock(root, files) : undefined)
  const manager = name ?? (lock && managerOfLock[nameOf(lock)]) ?? 'npm'
  const isBerry =
    manager === 'yarn' && (has(files, within(root, '.yarnrc.yml')) || Number(version?.split('.')[0]) >= 2)
  return {
    lock,
    manager: (isBerry ? 'yarn-berry' : manager) as NodeManager,
    managerVersion: manager === 'npm' || isTooOld(manager, version, lock) ? undefined : version,
  }
}

/** Bun writes its lock as text since 1.2, and reads none before 1.1.39. */
const isTooOld = (manager: string, version = '', lock = '') =>
  manager === 'bun' && /^(0\.|1\.[01]\b)/.test(version) && nameOf(lock) === 'bun.lock'

const ofDeno = (source: string): StackFinding => ({
  source,
  reason: 'which permissions a program of Deno needs, and what it serves, is only told by its own tasks',
  advice:
    'add a Dockerfile from denoland/deno that caches the entry and starts it with `deno run` and its permissions',
})

/** Nx builds an app without a manifest of its own from the root's. */
const ofWorkspace = (dir: string): StackFinding => ({
  reason: 'it has no package.json of its own: Nx builds it with what the root installs',
  source: within(dir, 'project.json'),
  advice: `add a Dockerfile that installs at the root, builds with \`npx nx build ${nameOf(dir)}\`, and starts what that puts into dist`,
})

/** Pages that another folder's server hands out. */
function builtElsewhere({ dir }: FoundComponent, files: ProjectFiles): StackFinding | undefined {
  const config = files.paths.filter((path) => isBelow(dir, path) && /(^|\/)vite\.config\.\w+$/.test(path))
  const output = findText(files, config, /\boutDir\s*:\s*["'](\.\.\/[^"']+)["']/)
  return (
    output && {
      reason: `it is built into ${output.text}, outside of its folder`,
      source: output.source,
      advice:
        'let it build into its own folder, or hand it out from the image of the folder that it is built into',
    }
  )
}

function unknownStart(manifest: string, dir: string, pack: Package, files: ProjectFiles): StackFinding {
  const start = pack.scripts['start']
  const last = (start ?? '').split('&&').at(-1)!.trim()
  const unbuilt = neverBuilt(last.split(/\s+/), dir, pack, files)
  if (unbuilt)
    return {
      reason: `its start script starts ${unbuilt}, which is not there, and no build script makes it`,
      source: manifest,
      advice: start?.includes('&&')
        ? 'add a Dockerfile, or move what makes it from there into a `build` script'
        : 'add a Dockerfile, or a `build` script that makes it',
    }
  return {
    reason: whyNot(start),
    source: manifest,
    advice: 'add a Dockerfile, or a `start` script that starts the built server in the foreground',
  }
}

function whyNot(start: string | undefined): string {
  if (start === undefined) return 'it has no start script that a server could be started with'
  return isDevTool(start.split(/\s/)[0]!)
    ? `its start script starts a server for developers: ${start}`
    : `its start script is more than one command: ${start}`
}
