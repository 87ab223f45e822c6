import type { FoundComponent } from './component.ts'
import { folderOf } from './find-folders.ts'
import { inProject } from './in-project.ts'
import type { Note } from './note.ts'
import { at, type Folder, findMatches, isSource, type ProjectFiles } from './project-files.ts'

const reference = /["'`/]((?:\.\.\/)+[\w@./-]*\w)/g
const isBuilt = (path: string) => isSource(path) && !/(^|\/)(scripts?|tools)\//.test(path)
/** Bundlers take these out; compilers want to see what they name. */
const isTypeOnly = (text: string) => /^\s*(import|export)\s+type\b/.test(text)

/** A generated image holds the component's own folder: what it takes from beside it is missing there. */
export function findReachingNotes(
  folder: Folder,
  component: FoundComponent,
  { paths }: ProjectFiles,
): Note[] {
  const { stack, build, dir } = component
  if (dir === '.' || !stack || !('stack' in stack) || stack.context !== dir) return []
  const isCompiled = /\b(tsc|vue-tsc|next build|nest build)\b/.test(build?.value ?? '')
  const isThere = (path: string) =>
    paths.some(
      (it) => it === path || it.startsWith(`${path}/`) || (isSource(it) && it.replace(/\.\w+$/, '') === path),
    )
  const found = findMatches(folder, isBuilt, reference).find((line) => {
    if (/\/\.env/.test(line.match[1]!)) return false
    const path = inProject(folderOf(line.path), line.match[1]!.replace(/\.[cm]?[jt]sx?$/, ''))
    return (
      (isCompiled || !isTypeOnly(line.text)) && !path.startsWith(`${dir}/`) && path !== dir && isThere(path)
    )
  })
  if (!found) return []
  return [
    {
      id: 'reaches-out',
      severity: 'warn',
      message: `${dir} takes ${found.match[1]} from outside of its folder, which its image does not hold`,
      source: at(found),
      advice: 'make the two a workspace, or add a Dockerfile that is built from the folder above both',
    },
  ]
}
