import { isBeside, type ProjectFiles } from '../project-files.ts'
import { nameOf } from '../read-manifest.ts'
import { type Package, readPackage } from './read-package.ts'
import { isBelow } from './text-of.ts'

export const usesPrisma = ({ dependencies, devDependencies }: Package) =>
  dependencies.has('@prisma/client') || devDependencies.has('prisma')

/** The package of the workspace that holds the schema, unless an install or Turborepo's build generates its client. */
export function findPrismaPackage(
  pack: Package,
  root: string,
  files: ProjectFiles,
  usesTurbo: boolean,
): string | undefined {
  const steps = ['postinstall', 'prepare', ...(usesTurbo ? ['build'] : [])]
  const isLeft = ({ scripts }: Package) =>
    !steps.some((name) => /prisma\s+generate|\bgenerate\b/.test(scripts[name] ?? ''))
  const path = files.paths.find((it) => {
    if (nameOf(it) !== 'package.json' || !isBelow(root, it) || isBeside(it)) return false
    const other = readPackage(files.texts.get(it) ?? '')
    return other.name !== undefined && pack.dependencies.has(other.name) && usesPrisma(other) && isLeft(other)
  })
  return path?.slice(0, -'/package.json'.length)
}
