import type { NodeServe, ProxyRule } from '../../dockerfile/stack.ts'
import type { FoundComponent } from '../component.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import type { Package } from './read-package.ts'
import { serverCommand } from './server-command.ts'
import { findText, has, isBelow } from './text-of.ts'

export type Served = { serve: NodeServe; source: string }
type Ground = { component: FoundComponent; pack: Package; files: ProjectFiles; proxy: ProxyRule[] }
type Row = (ground: Ground) => Served | undefined

const configOf = ({ component: { dir }, files }: Ground, name: string): string[] =>
  files.paths.filter(
    (path) =>
      new RegExp(`^${name}\\.config\\.\\w+$`).test(path.slice(dir === '.' ? 0 : dir.length + 1)) &&
      isBelow(dir, path),
  )

const run = (command: string[], source: string): Served => ({ serve: { kind: 'process', command }, source })

const pages = (output: string, source: string, { proxy }: Ground, isSinglePage = true): Served => ({
  serve: { kind: 'static', output, isSinglePage, proxy },
  source,
})

/** How each framework is served once it is built. A framework without a row starts with its `start` script. */
const rows: Record<string, Row> = {
  'Next.js': next,
  Nuxt: nuxt,
  Remix: remix,
  'React Router': remix,
  SolidStart: nitro,
  'TanStack Start': nitro,
  'Qwik City': byStartScript,
  SvelteKit: svelteKit,
  Astro: astro,
  Angular: angular,
  'Create React App': (ground) => pages('build', 'react-scripts builds into build', ground),
  Vite: vite,
  'Vue CLI': (ground) => pages('dist', 'vue-cli-service builds into dist', ground),
  Gatsby: (ground) => pages('public', 'gatsby builds into public', ground, false),
}

export function findServe(ground: Ground): Served | undefined {
  const row = rows[ground.component.framework?.value.name ?? '']
  return (row ?? byStartScript)(ground)
}

function next(ground: Ground): Served {
  const config = configOf(ground, 'next')
  const output = findText(ground.files, config, /\boutput\s*:\s*["'](\w+)["']/)
  if (output?.text === 'export') return pages('out', output.source, ground, false)
  if (output?.text !== 'standalone')
    return run(
      ['next', 'start', '-p', String(ground.component.port?.value ?? 3000)],
      'next start, because the config has no standalone output',
    )
  const folder = `${within(ground.component.dir, 'public')}/`
  const hasPublicFolder = ground.files.paths.some((path) => path.startsWith(folder))
  return { serve: { kind: 'next-standalone', hasPublicFolder }, source: output.source }
}

/** What Nuxt builds brings its packages; migrations would need the rest. */
function nuxt({ component }: Ground): Served {
  const command = ['node', '.output/server/index.mjs']
  const output = component.migrations ? undefined : '.output'
  return { serve: { kind: 'process', command, output }, source: 'Nuxt builds a server into .output' }
}

/** Both build with vinxi or nitro, whose server brings its packages; what builds without them has no server of its own. */
function nitro(ground: Ground): Served | undefined {
  const { component, pack } = ground
  const tool = ['vinxi', 'nitro', 'nitropack', '@tanstack/nitro-v2-vite-plugin'].find(
    (name) => pack.dependencies.has(name) || pack.devDependencies.has(name),
  )
  if (!tool) return byStartScript(ground)
  const output = component.migrations ? undefined : '.output'
  const command = ['node', '.output/server/index.mjs']
  return { serve: { kind: 'process', command, output }, source: `${tool} builds a server into .output` }
}

function vite(ground: Ground): Served | undefined {
  const outDir = findText(ground.files, configOf(ground, 'vite'), /\boutDir\s*:\s*["']([^"']+)["']/)
  if (outDir?.text.startsWith('..')) return undefined
  return pages(outDir?.text ?? 'dist', outDir?.source ?? 'vite builds into dist', ground)
}

function remix(ground: Ground): Served | undefined {
  const { dependencies } = ground.pack
  const isStatic = findText(ground.files, configOf(ground, 'react-router'), /\bssr\s*:\s*(false)/)
  if (isStatic) return pages('build/client', isStatic.source, ground)
  if (dependencies.has('@react-router/serve'))
    return run(['react-router-serve', './build/server/index.js'], '@react-router/serve is there')
  if (dependencies.has('@remix-run/serve'))
    return run(['remix-serve', './build/server/index.js'], '@remix-run/serve is there')
  return byStartScript(ground)
}

function svelteKit(ground: Ground): Served | undefined {
  const { dependencies, devDependencies } = ground.pack
  const adapter = (name: string) => dependencies.has(name) || devDependencies.has(name)
  if (adapter('@sveltejs/adapter-static')) return pages('build', '@sveltejs/adapter-static is there', ground)
  if (adapter('@sveltejs/adapter-node')) return run(['node', 'build'], '@sveltejs/adapter-node is there')
  return undefined
}

function astro(ground: Ground): Served {
  const adapter = findText(ground.files, configOf(ground, 'astro'), /["']@astrojs\/(node)["']/)
  if (adapter) return run(['node', './dist/server/entry.mjs'], adapter.source)
  return pages('dist', 'astro builds pages into dist', ground, false)
}

/** The application builder puts pages into `browser`; the older one doesn't. */
function angular(ground: Ground): Served | undefined {
  const path = within(ground.component.dir, 'angular.json')
  const text = ground.files.texts.get(path) ?? ''
  const name = /"projects"\s*:\s*\{\s*"([^"]+)"/.exec(text)?.[1]
  const output = findText(ground.files, [path], /"outputPath"\s*:\s*"([^"]+)"/)
  const folder = output?.text ?? (name && `dist/${name}`)
  if (!folder) return undefined
  const isNew = /@angular(-devkit)?\/build(-angular)?:(application|browser-esbuild)/.test(text)
  if (ground.pack.dependencies.has('@angular/ssr'))
    return run(['node', `${folder}/server/server.mjs`], '@angular/ssr is there')
  return pages(isNew ? `${folder}/browser` : folder, output?.source ?? path, ground)
}

const devTool = /^(nodemon|ts-node-dev|ts-node|babel-node|tsx|vite|webpack|next dev)$/

const startScripts = ['start:prod', 'start:production', 'start']
/** By other names, where it starts a file of the project. */
const otherStarts = /^(start[:_-](server|api|backend|app|node)|server|serve:prod|prod(uction)?)$/

/** A server by its `start` script, by its main file, or by what developers start it with. */
function byStartScript({ component, pack, files }: Ground): Served | undefined {
  const manifest = within(component.dir, 'package.json')
  const developed = serverCommand('dev', pack.scripts)
  const name = startScripts.find((it) => pack.scripts[it] !== undefined)
  if (name !== undefined) {
    const words = serverCommand(name, pack.scripts)
    const isPlain = !/\bnest\b/.test(pack.scripts[name]!)
    const unbuilt = words && isPlain ? neverBuilt(words, component.dir, pack, files) : undefined
    if (words && !unbuilt) return run(words, `${manifest} ${name}`)
    const isSame = developed && /^(tsx|ts-node|babel-node)$/.test(developed[0]!)
    return unbuilt && isSame
      ? run(developed, `${manifest} dev, because nothing builds ${unbuilt}`)
      : undefined
  }
  const others = Object.keys(pack.scripts).filter((it) => otherStarts.test(it))
  for (const other of others) {
    const words = serverCommand(other, pack.scripts)
    if (words && isFileStarted(words)) return run(words, `${manifest} ${other}`)
  }
  // plain Node may not read what they have compiled as it runs
  if (developed && /^(babel-node|ts-node)$/.test(developed[0]!))
    return run(developed, `${manifest} dev, because there is no start script`)
  const main = [pack.main, 'server.js', 'index.js', 'app.js', 'src/index.js', 'src/server.js'].find(
    (path) => path && has(files, within(component.dir, path.replace(/^\.\//, ''))),
  )
  if (main) return run(['node', main], `${within(component.dir, main)}, because there is no start script`)
  return developed && /^(node|tsx|bun)$/.test(developed[0]!)
    ? run(developed, `${manifest} dev, because there is no start script`)
    : undefined
}

const building = ['build', 'prebuild', 'prestart', 'prepare', 'postinstall', 'prestart:prod']

/** The file that Node is to start, when it is not there and no script makes it. */
export function neverBuilt(
  [tool, ...rest]: string[],
  dir: string,
  { scripts }: Package,
  files: ProjectFiles,
): string | undefined {
  const file = rest.find((word) => /^(\.\/)?(build|dist|out|lib)(\/[\w./-]+)?$/.test(word))
  if (tool !== 'node' || file === undefined || building.some((name) => writes(scripts[name])))
    return undefined
  const path = within(dir, file.replace(/^\.\//, '').replace(/\/$/, ''))
  return ['', '.js', '/index.js'].some((rest) => has(files, `${path}${rest}`)) ? undefined : file
}

const onlyChecks = /^\s*(?:npx )?(?:vue-)?tsc\b[^|]*\s--noEmit(?:\s|$)/

/** A compiler that is told to write nothing checks, and leaves nothing behind. */
const writes = (script: string | undefined) =>
  script !== undefined && !script.split(/&&|;/).every((part) => onlyChecks.test(part))

const isFileStarted = ([tool = '', ...rest]: string[]) =>
  /^(node|bun|tsx)$/.test(tool) && rest.some((word) => /\.[cm]?[jt]sx?$/.test(word))

export const isDevTool = (command: string): boolean => devTool.test(command)
