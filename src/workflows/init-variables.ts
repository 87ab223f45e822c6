import { readBinding } from '../config/questions-component.ts'
import type { Resolution } from '../config/resolve-answers.ts'
import type { FoundComponent } from '../project/component.ts'
import type { Variable } from '../project/find-variables.ts'
import type { ComponentRole } from '../report.ts'

/** A variable that the source reads, and what it will find there. */
export type PlannedVariable = Pick<
  Variable,
  'name' | 'phase' | 'audience' | 'isSecret' | 'isRequired' | 'isOptional' | 'source'
> & {
  /** What gives it its value; absent where nothing does. */
  setBy?: 'env' | 'build-args' | 'secrets' | 'backend-url-env'
  /** Set when the image runs, although it is read when the image is built, or the other way round. */
  isLate: boolean
}

export const plannedVariables = (
  role: ComponentRole,
  { answers }: Resolution,
  components: FoundComponent[],
): PlannedVariable[] => {
  const dir = String(answers.get(`${role}.dir`)?.value ?? '').replace(/(?<=.)\/$/, '')
  const component = components.find((it) => it.dir === dir)
  return component ? allOf(component).map((variable) => planned(variable, role, answers)) : []
}

/** Also those that a framework takes from the environment by itself. */
const allOf = ({ variables, databaseParts }: FoundComponent): Told[] => [
  ...variables,
  ...databaseParts
    .filter((part) => !variables.some(({ name }) => name === part.variable))
    .map(({ variable: name, source }) => ({ name, source, ...unnamed })),
]

type Told = Omit<PlannedVariable, 'setBy' | 'isLate'>

const unnamed = {
  phase: 'run',
  audience: 'cluster',
  isSecret: true,
  isRequired: true,
  isOptional: false,
} as const

const ways = ['build-args', 'env', 'secrets', 'backend-url-env'] as const

function planned(variable: Told, role: ComponentRole, answers: Resolution['answers']): PlannedVariable {
  const { name, phase, audience, isSecret, isRequired, isOptional, source } = variable
  const setting = ways.filter((way) => namesOf(way, answers.get(`${role}.${way}`)?.value).includes(name))
  const inTime = setting.find((way) => (way === 'build-args') === (phase === 'build'))
  const setBy = inTime ?? setting[0]
  const isLate = setBy !== undefined && inTime === undefined
  return { name, phase, audience, isSecret, isRequired, isOptional, source, setBy, isLate }
}

/** `NAME=value`; of a secret, `SECRET=NAME` or `NAME`; or the name alone. */
function namesOf(way: (typeof ways)[number], value: string | string[] | undefined): string[] {
  const entries = [value ?? []].flat()
  return entries.map((entry) => (way === 'secrets' ? readBinding(entry).as : entry.replace(/=.*/s, '')))
}
