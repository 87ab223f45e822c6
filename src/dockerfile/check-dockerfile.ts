import type { Check, Problem, Surroundings } from './problem.ts'
import type { Dockerfile } from './read-dockerfile.ts'
import { base } from './rules/base.ts'
import { building } from './rules/building.ts'
import { secrets } from './rules/secrets.ts'
import { serving } from './rules/serving.ts'
import { runsAsRoot } from './rules/user.ts'

/** Adding a rule is a function in one of these tables. */
const checks: Check[] = [...secrets, ...serving, runsAsRoot, ...building, ...base]

/** Everything about a Dockerfile that would bite in a cluster, by line. It is never rewritten: people decide. */
export const checkDockerfile = (file: Dockerfile, around: Surroundings): Problem[] =>
  checks.flatMap((check) => check(file, around)).sort((one, other) => one.line - other.line)
