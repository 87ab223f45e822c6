import type { ProjectFiles } from '../project-files.ts'
import { isBelow } from './text-of.ts'

export type Main = { path: string; folder: string }

export function findGoMains(dir: string, files: ProjectFiles): Main[] {
  const programs = [...files.texts].filter(
    ([path, text]) =>
      path.endsWith('.go') &&
      isBelow(dir, path) &&
      /^package main\b/m.test(text) &&
      /^func main\(\)/m.test(text),
  )
  return programs.map(([path]) => {
    const inside = dir === '.' ? path : path.slice(dir.length + 1)
    return { path, folder: inside.includes('/') ? `./${inside.slice(0, inside.lastIndexOf('/'))}` : '.' }
  })
}

const serves =
  /ListenAndServe|gin\.(Default|New)\(|echo\.New\(|fiber\.New\(|chi\.NewRouter\(|http\.Server\{|\.Run\(/
const serverName = /(^|\/)(server|api|app|web|backend|http|rest)$/
/** Programs that run once, whatever they are made of. */
const besideName =
  /(^|\/)(seed(er)?s?|migrat\w+|worker|cli|cron|tools?|scripts?|gen\w*|healthcheck|examples?)$/

/** The only one, the only one that serves, or the one that is called so. */
export function chooseGoMain(mains: Main[], files: ProjectFiles): Main | undefined {
  if (mains.length <= 1) return mains[0]
  const left = mains.filter(({ folder }) => !besideName.test(folder))
  if (left.length === 1) return left[0]
  const serving = left.filter(({ path }) => serves.test(files.texts.get(path) ?? ''))
  if (serving.length === 1) return serving[0]
  const named = left.filter(({ folder }) => folder === '.' || serverName.test(folder))
  return named.length === 1 ? named[0] : undefined
}

export const findGoMain = (dir: string, files: ProjectFiles): Main | undefined =>
  chooseGoMain(findGoMains(dir, files), files)
