import type { FoundComponent } from '../component.ts'
import { projectsOf } from '../dotnet-projects.ts'
import { folderOf } from '../find-folders.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import { nameOf } from '../read-manifest.ts'
import type { StackFinding } from './stack-finding.ts'
import { findText, fromContext, has, isBelow } from './text-of.ts'

/** What a restore reads besides the projects, in any folder above them. */
const beside = [
  'Directory.Packages.props',
  'Directory.Build.props',
  'Directory.Build.targets',
  'NuGet.config',
  'global.json',
]

export function dotnetStack({ dir, framework, port }: FoundComponent, files: ProjectFiles): StackFinding {
  const own = files.paths.filter((path) => path.endsWith('.csproj') && folderOf(path) === dir)
  const [path] = own
  if (!path || own.length > 1 || framework?.value.name !== 'ASP.NET')
    return {
      reason: 'no single ASP.NET project was found',
      source: dir,
      advice: 'add a Dockerfile that publishes the one that serves',
    }
  const asked = findText(files, [path], /<TargetFramework>net(\d+\.\d+)</)
  const manifests = [...projectsOf(path, files), ...besides(dir, files)]
  const context = commonFolder(manifests.map(folderOf))
  return {
    stack: {
      language: 'csharp',
      dir: fromContext(context, dir),
      port: port?.value ?? 8080,
      buildArgs: [],
      version: asked?.text ?? '8.0',
      projectFile: nameOf(path),
      manifests: manifests.map((it) => fromContext(context, it)),
    },
    context,
    because: [`.NET ${asked?.text ?? '8.0'} ← ${asked?.source ?? 'the project names no version'}`],
  }
}

const besides = (dir: string, files: ProjectFiles): string[] =>
  [...new Set(['.', ...dir.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))])]
    .flatMap((folder) => beside.map((name) => within(folder, name)))
    .filter((path) => has(files, path))

/** The deepest folder that holds them all. */
function commonFolder(folders: string[]): string {
  let [common = '.'] = folders
  while (common !== '.' && !folders.every((it) => it === common || isBelow(common, it)))
    common = folderOf(common)
  return common
}
