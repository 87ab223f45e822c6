import { DeployError } from '../../errors.ts'

export type NeonDatabase = { name: string; owner_name: string }

const usual = 'neondb'

/** The one that is named, or the only one, or Neon's own; with the role that may do everything in it. */
export function chooseDatabase(
  databases: NeonDatabase[],
  { database, role }: { database?: string; role?: string },
  branch: { name: string },
): { name: string; role: string } {
  const found =
    database === undefined
      ? databases.length === 1
        ? databases[0]
        : databases.find(({ name }) => name === usual)
      : databases.find(({ name }) => name === database)
  if (found) return { name: found.name, role: role ?? found.owner_name }
  const names = databases.map(({ name }) => name)
  throw new DeployError('DATABASE_UNREACHABLE', `the Neon branch ${branch.name} ${lack(database, names)}`, {
    choices: names,
    hint:
      names.length > 0
        ? `name one with \`database:\`: ${names.join(', ')}`
        : 'create one at console.neon.tech',
    state: 'nothing was changed',
  })
}

const lack = (wanted: string | undefined, names: string[]) => {
  if (wanted !== undefined) return `has no database ${wanted}`
  return names.length === 0 ? 'has no database' : 'has several databases'
}
