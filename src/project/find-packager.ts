import { type Finding, type Sighting, settle } from './finding.ts'
import { type Folder, within } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

/** In order of how sure a file is. */
const locks: [file: string, manager: string][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['Pipfile.lock', 'pipenv'],
  ['go.sum', 'go'],
  ['Gemfile.lock', 'bundler'],
]

const usual: Record<Manifest['language'], string> = {
  javascript: 'npm',
  python: 'pip',
  go: 'go',
  java: 'maven',
  ruby: 'bundler',
  php: 'composer',
  csharp: 'dotnet',
  rust: 'cargo',
  elixir: 'mix',
}

/** `packageManager` of the manifest, then a lock (also the workspace root's), then what the language usually has. */
export function findPackager(
  folder: Folder,
  rootPaths: string[],
  manifests: Manifest[],
): Finding<string> | undefined {
  const named = manifests.flatMap(({ path, packageManager }): Sighting<string>[] =>
    packageManager
      ? [
          {
            value: packageManager.value.replace(/@.*/, ''),
            source: `${path}:${packageManager.line}`,
            confidence: 'certain',
          },
        ]
      : [],
  )
  const guessed = manifests.map(
    ({ language }): Sighting<string> => ({
      value: usual[language],
      source: `usual for ${language}, no lock file`,
      confidence: 'guess',
    }),
  )
  return settle([...named, ...locked(folder.dir, folder.paths), ...locked('.', rootPaths), ...guessed])
}

function locked(dir: string, paths: string[]): Sighting<string>[] {
  const present = locks.filter(([file]) => paths.includes(within(dir, file)))
  return present.map(([file, value]) => ({ value, source: within(dir, file), confidence: 'certain' }))
}
