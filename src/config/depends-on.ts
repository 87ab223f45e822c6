import type { Path } from './problem.ts'

/** Where one answer was refused, what the others in its group lack or have too much of is not known yet. */
export function dependsOn(path: Path, refused: Path): boolean {
  const group = groupOf(refused)
  return group?.every((part, index) => path[index] === part) ?? false
}

/** The keys that only make sense together with this one. */
function groupOf([first, second]: Path): Path | undefined {
  if (first === 'access' || first === 'images') return [first]
  if (first === 'secrets' && second !== undefined) return [first, second]
  const isPart = (first === 'frontend' || first === 'backend') && second !== undefined
  return isPart && ['resources', 'service', 'probes', 'hpa'].includes(String(second))
    ? [first, second]
    : undefined
}
