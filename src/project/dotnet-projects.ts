import { folderOf } from './find-folders.ts'
import type { ProjectFiles } from './project-files.ts'
import { nameOf } from './read-manifest.ts'

const reference = /<ProjectReference\s+Include="([^"]+\.csproj)"/g

/** A project and all that it refers to, each once. */
export function projectsOf(path: string, files: ProjectFiles): string[] {
  const found = new Set([path])
  for (const one of found)
    for (const [, to] of (files.texts.get(one) ?? '').matchAll(reference)) {
      const other = resolve(folderOf(one), to!)
      if (files.texts.has(other)) found.add(other)
    }
  return [...found]
}

function resolve(base: string, path: string): string {
  const parts = base === '.' ? [] : base.split('/')
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** The project whose program an image starts: `dotnet Shop.Api.dll`. */
export const startedProject = (text: string, paths: string[]): string | undefined => {
  const name = /"?dotnet"?[\s,]+"?(?:[\w./]*\/)?([\w.-]+)\.dll\b/.exec(text)?.[1]
  return name === undefined ? undefined : paths.find((path) => nameOf(path) === `${name}.csproj`)
}
