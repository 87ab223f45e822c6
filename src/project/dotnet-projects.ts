import { folderOf } from './find-folders.ts'
import { inProject } from './in-project.ts'
import type { ProjectFiles } from './project-files.ts'
import { nameOf } from './read-manifest.ts'

const reference = /<ProjectReference\s+Include="([^"]+\.csproj)"/g

/** A project and all that it refers to, each once. */
export function projectsOf(path: string, files: ProjectFiles): string[] {
  const found = new Set([path])
  for (const one of found)
    for (const [, to] of (files.texts.get(one) ?? '').matchAll(reference)) {
      const other = inProject(folderOf(one), to!.replaceAll('\\', '/'))
      if (files.texts.has(other)) found.add(other)
    }
  return [...found]
}

/** The project whose program an image starts: `dotnet Shop.Api.dll`. */
export const startedProject = (text: string, paths: string[]): string | undefined => {
  const name = /"?dotnet"?[\s,]+"?(?:[\w./]*\/)?([\w.-]+)\.dll\b/.exec(text)?.[1]
  return name === undefined ? undefined : paths.find((path) => nameOf(path) === `${name}.csproj`)
}
