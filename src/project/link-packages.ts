import { projectsOf } from './dotnet-projects.ts'
import { findFramework } from './find-framework.ts'
import type { Folder, ProjectFiles } from './project-files.ts'
import { type Manifest, readManifests } from './read-manifest.ts'

/**
 * A folder with the texts of the project's own packages that it depends on: what they read, it reads. `imports`: what a
 * folder without a manifest of its own is seen importing.
 */
export function linkPackages(
  folders: Folder[],
  files: ProjectFiles,
  imports: (folder: Folder) => Iterable<string>,
): Map<string, Folder> {
  const names = new Map<string, Folder>()
  const needs = new Map<Folder, Set<string>>()
  for (const folder of folders) {
    const all = readManifests(folder)
    const manifests = all.filter(({ language }) => language === 'javascript')
    for (const manifest of manifests)
      if (manifest.name && !isServer(manifest)) names.set(manifest.name, folder)
    const projects = all.filter(({ language }) => language === 'csharp')
    for (const { path } of projects) names.set(path, folder)
    const python = all.filter(({ path }) => path.endsWith('pyproject.toml'))
    for (const { name } of python) if (name) names.set(pythonName(name), folder)
    needs.set(
      folder,
      new Set([
        ...manifests.flatMap(({ dependencies }) => [...dependencies.keys()]),
        ...imports(folder),
        ...projects.flatMap(({ path }) => projectsOf(path, files)),
        ...python.flatMap(({ dependencies }) => [...dependencies.keys()].map(pythonName)),
      ]),
    )
  }
  return new Map(folders.map((folder) => [folder.dir, linked(folder, names, needs)]))
}

/** Apart from the names of other languages. */
const pythonName = (name: string) => `python ${name.toLowerCase().replace(/[._]/g, '-')}`

/** Who depends on a server that runs by itself wants its types: what it reads is its own affair. */
const isServer = (manifest: Manifest) =>
  findFramework([manifest])?.value.role === 'backend' &&
  (manifest.scripts.start !== undefined ||
    /\b(watch|nodemon|dev)\b/.test(manifest.scripts.dev?.command ?? ''))

function linked(folder: Folder, names: Map<string, Folder>, needs: Map<Folder, Set<string>>): Folder {
  const found = new Set<Folder>([folder])
  for (const one of found)
    for (const name of needs.get(one) ?? []) {
      const other = names.get(name)
      if (other) found.add(other)
    }
  if (found.size === 1) return folder
  return { ...folder, texts: new Map([...found].flatMap(({ texts }) => [...texts])) }
}
