import type { NeonPlace, SecretConfig } from './config.ts'
import type { Fault } from './problem.ts'

/** Projects are called `quiet-sun-12345678`; the ID becomes a part of a path. */
const neonId = /^[a-z0-9][a-z0-9-]{0,62}$/

export const neonKeys = [
  'project',
  'branch',
  'parent',
  'database',
  'role',
  'pooled',
] as const satisfies (keyof NeonPlace)[]

export function checkNeonId(id: string): Fault | undefined {
  if (neonId.test(id)) return undefined
  return {
    message: `\`${id}\` is no ID of a Neon project`,
    hint: 'It stands in the project’s settings, and looks like quiet-sun-12345678.',
  }
}

export type NeonBranchName = { project: string; branch: string }

/** One for each namespace, so that no two environments write into the same data. */
export const neonBranchOf = (
  { project = '', branch }: SecretConfig,
  release: string,
  namespace: string,
): NeonBranchName => ({
  project,
  branch: branch ?? (release === namespace ? release : `${namespace}/${release}`),
})
