import type { Config } from '../config/config.ts'
import { type NeonBranchName, neonBranchOf } from '../config/neon-branch.ts'
import type { NeonBranch, World } from '../ports.ts'
import type { DownReport } from '../report.ts'
import { neonNotes, neonSecrets } from './neon-urls.ts'

type Run = {
  config: Config
  namespace: string
  world: Pick<World, 'neon' | 'signal'>
  report: Pick<DownReport, 'removed' | 'left'>
}

/** Data goes only when it was asked for, and only with the branch that this release was given by us. */
export async function removeBranches(run: Run, isWanted: boolean): Promise<void> {
  const { report, world } = run
  for (const place of placesOf(run)) {
    const object = `Neon branch ${place.branch}`
    const why = isWanted && world.neon.hasKey ? await removeBranch(run, place) : whyUnasked(isWanted)
    if (why === undefined) report.removed.push(object)
    else report.left.push({ object, why })
  }
}

/** Two secrets may lead to one branch. */
function placesOf({ config, namespace }: Run): NeonBranchName[] {
  const places = neonSecrets(config).map(([, secret]) => neonBranchOf(secret, config.name, namespace))
  return [...new Map(places.map((place) => [`${place.project} ${place.branch}`, place])).values()]
}

const whyUnasked = (isWanted: boolean) =>
  isWanted
    ? 'NEON_API_KEY is not set'
    : 'its data stays; `k8sdeploy down --delete-branch` deletes it, if k8sdeploy made it'

/** Why it stays. */
async function removeBranch(run: Run, { project, branch }: NeonBranchName): Promise<string | undefined> {
  const { neon, signal } = run.world
  const found = await neon.findBranch(project, branch, signal)
  if (!found) return 'it is not there'
  if (!isOurs(found, run)) return 'k8sdeploy did not make it for this release'
  if (found.isKept) return 'it is the default of its project, or protected'
  await neon.deleteBranch(found, signal)
  return undefined
}

const isOurs = ({ notes }: NeonBranch, { config, namespace }: Run): boolean =>
  Object.entries(neonNotes(config.name, namespace)).every(([name, value]) => notes[name] === value)
