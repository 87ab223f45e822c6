import type { ComponentRole } from '../report.ts'
import type { FoundComponent } from './component.ts'

export type Candidate = { dir: string; score: number; because: string[] }

/** `dir` only when one folder clearly wins; the candidates say why, best first. */
export type RoleFinding = { dir?: string; candidates: Candidate[] }

type Sign = {
  role: ComponentRole
  points: number
  because: (component: FoundComponent) => string | false | undefined
}

const named: Record<ComponentRole, RegExp> = {
  frontend: /(^|[/_-])(frontend|front|client|web|webapp|ui|site|www)([/_-]|$)/i,
  backend: /(^|[/_-])(backend|back|server|api|service)([/_-]|$)/i,
}

const isNamed = (role: ComponentRole) => (it: FoundComponent) =>
  named[role].test(it.dir) && `its folder is called ${it.dir}`
const isBuiltWith = (role: ComponentRole) => (it: FoundComponent) =>
  it.framework?.value.role === role && `it uses ${it.framework.value.name}`

/** Next and its like talk to databases too. */
const isForBrowsers = (it: FoundComponent) => it.framework?.value.role === 'frontend'

const signs: Sign[] = [
  { role: 'frontend', points: 4, because: isBuiltWith('frontend') },
  { role: 'frontend', points: 3, because: isNamed('frontend') },
  { role: 'frontend', points: 2, because: (it) => it.hasPage && 'it has an index.html' },
  {
    role: 'frontend',
    points: 1,
    because: (it) =>
      it.variables.some(({ audience }) => audience === 'browser') && 'it reads browser variables',
  },
  { role: 'backend', points: 4, because: isBuiltWith('backend') },
  { role: 'backend', points: 4, because: (it) => it.askedBy && `the frontend asks it (${it.askedBy})` },
  { role: 'backend', points: 3, because: isNamed('backend') },
  {
    role: 'backend',
    points: 3,
    because: (it) => !isForBrowsers(it) && it.database && `it has the ${it.database.value.driver} driver`,
  },
  {
    role: 'backend',
    points: 2,
    because: (it) => !isForBrowsers(it) && it.databaseVariable && `it reads ${it.databaseVariable.value}`,
  },
]

const needed = 3
const lead = 2

/** A component is judged by what speaks for the role minus what speaks for the other. */
export function rankRole(components: FoundComponent[], role: ComponentRole): RoleFinding {
  const runnable = components.filter(isRunnable)
  const candidates = runnable
    .map((component) => judge(component, role))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.dir < other.dir ? -1 : 1))
  const [first, second] = candidates
  const isClear = first !== undefined && first.score >= needed && first.score - (second?.score ?? 0) >= lead
  const found = runnable.filter(({ dir }) => candidates.some((it) => it.dir === dir))
  const isSplit = role === 'backend' && isClear && found.some((it) => isRival(it, of(first, found)))
  return { dir: isClear && !isSplit ? first.dir : undefined, candidates }
}

const of = ({ dir }: Candidate, components: FoundComponent[]) => components.find((it) => it.dir === dir)!

/** The frontend asks one, and the database is another's: nobody can tell which of the two is meant. */
const isRival = (other: FoundComponent, first: FoundComponent): boolean =>
  first.askedBy
    ? !other.askedBy && !first.database && other.database !== undefined
    : other.askedBy !== undefined

function judge(component: FoundComponent, role: ComponentRole): Candidate {
  const holding = signs.flatMap((sign) => {
    const because = sign.because(component)
    return because ? [{ ...sign, because }] : []
  })
  const own = holding.filter((sign) => sign.role === role)
  const score = holding.reduce((sum, sign) => sum + (sign.role === role ? sign.points : -sign.points), 0)
  return { dir: component.dir, score, because: own.map(({ because }) => because) }
}

/** What others depend on, and nothing starts, is part of them. */
const isRunnable = ({ language, dockerfile, hasPage, isShared, framework }: FoundComponent) =>
  Boolean(language || dockerfile || hasPage) && !(isShared && !framework && !dockerfile)
