import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { type Folder, type ProjectFiles, within } from './project-files.ts'
import { type Manifest, readManifests } from './read-manifest.ts'
import { findUvRoot } from './stacks/uv-workspace.ts'
import { findInstallRoot } from './stacks/workspace.ts'

/** In order of how sure a file is. */
const locks: [file: string, manager: string][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['deno.lock', 'deno'],
  ['package-lock.json', 'npm'],
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['Pipfile.lock', 'pipenv'],
  ['go.sum', 'go'],
  ['Gemfile.lock', 'bundler'],
  ['composer.lock', 'composer'],
]

const ofNode = /^(npm|pnpm|yarn|bun|deno)$/

/** What a manifest is read by where no lock says more; pyproject.toml alone says little. */
const usual: [manifest: RegExp, manager: string][] = [
  [/deno\.jsonc?$/, 'deno'],
  [/pom\.xml$/, 'maven'],
  [/build\.gradle(\.kts)?$/, 'gradle'],
  [/requirements[\w.-]*\.txt$/, 'pip'],
  [/Pipfile$/, 'pipenv'],
  [/go\.mod$/, 'go'],
  [/Gemfile$/, 'bundler'],
  [/composer\.json$/, 'composer'],
  [/\.csproj$/, 'dotnet'],
  [/Cargo\.toml$/, 'cargo'],
  [/mix\.exs$/, 'mix'],
]

type Ground = {
  folder: Folder
  files: ProjectFiles
  manifests: Manifest[]
  dockerfile?: Dockerfile
  language?: Manifest['language']
}

/** `packageManager` of the manifest or of the workspace's, then a lock beside them, then what reads the manifest. */
export function findPackager({
  folder,
  files,
  manifests,
  dockerfile,
  language,
}: Ground): Finding<string> | undefined {
  const root = readManifests({ ...files, dir: '.' })
  const isNode = manifests.some(({ language }) => language === 'javascript')
  const uvRoot = manifests.some((it) => it.language === 'python') ? findUvRoot(folder.dir, files) : undefined
  const installRoot = isNode ? findInstallRoot(folder.dir, files) : folder.dir
  // what stands in a member of a workspace has been left behind by another tool
  const own = installRoot === folder.dir ? locked(folder.dir, folder.paths, manifests, dockerfile) : []
  // beside a server in another language, they build its pages
  const isBeside = language !== undefined && language !== 'javascript'
  const all = [
    ...named(manifests),
    ...own,
    ...(isNode
      ? [
          ...named(root),
          ...[...new Set([installRoot, '.'])]
            .filter((it) => it !== folder.dir)
            .flatMap((it) => locked(it, files.paths, manifests)),
        ]
      : []),
    ...(uvRoot ? locked(uvRoot, files.paths, manifests) : []),
    ...manifests.flatMap(fromManifest),
  ]
  const found = settle(all.filter(({ value }) => !(isBeside && ofNode.test(value))))
  return found && { ...found, conflicts: found.conflicts.filter(({ value }) => isLock(value, own)) }
}

/** Only a second lock in the same folder is a contradiction. */
const isLock = (value: string, own: Sighting<string>[]) => own.some((it) => it.value === value)

const named = (manifests: Manifest[]): Sighting<string>[] =>
  manifests.flatMap(({ path, packageManager }) =>
    packageManager
      ? [
          {
            value: packageManager.value.replace(/@.*/, ''),
            source: `${path}:${packageManager.line}`,
            confidence: 'certain' as const,
          },
        ]
      : [],
  )

function fromManifest({ path, dependencies }: Manifest): Sighting<string>[] {
  const row = usual.find(([manifest]) => manifest.test(path))
  if (row) return [{ value: row[1], source: path, confidence: 'likely' }]
  if (path.endsWith('package.json'))
    return [{ value: 'npm', source: `${path}, no lock file`, confidence: 'guess' }]
  const isPoetry = dependencies.has('poetry-core') || dependencies.has('poetry.core.masonry.api')
  return [{ value: isPoetry ? 'poetry' : 'uv', source: path, confidence: 'guess' }]
}

/** Of several locks, the one whose tool the Dockerfile runs, or the scripts call, is looked after. */
function locked(
  dir: string,
  paths: string[],
  manifests: Manifest[],
  dockerfile?: Dockerfile,
): Sighting<string>[] {
  const present = locks.filter(([file]) => paths.includes(within(dir, file)))
  const runs = dockerfile?.stages.flat().filter(({ name }) => name === 'RUN') ?? []
  const scripts = manifests.flatMap((it) => Object.values(it.scripts).map(({ command }) => command))
  const isRun = (manager: string) =>
    runs.length > 0
      ? runs.some(({ rest }) => new RegExp(`(^|[\\s;&])${manager} (ci|i|install|sync)\\b`).test(rest))
      : scripts.some((command) => new RegExp(`(^|[\\s;&"'])${manager} `).test(command))
  const sorted = [...present].sort(([, one], [, other]) => Number(isRun(other)) - Number(isRun(one)))
  return sorted.map(([file, value]) => ({ value, source: within(dir, file), confidence: 'certain' }))
}
