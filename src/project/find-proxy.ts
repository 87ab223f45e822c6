import type { ProxyRule } from '../dockerfile/stack.ts'
import { findDevProxy } from './find-dev-proxy.ts'
import type { Variable } from './find-variables.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { pathsBehind } from './paths-behind.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'

/** What the browser asks its own origin for and the backend answers: found in the dev server's proxy, or in relative calls. */
export function findProxy(folder: Folder, variables: Variable[]): Finding<ProxyRule[]> | undefined {
  const addressed = [...fromVariables(variables), ...fromWhole(folder, variables)]
  const found = settle([...findDevProxy(folder), ...addressed, ...fromCalls(folder)])
  if (!found) return undefined
  const rules = [...found.value, ...addressed.flatMap(({ value }) => value)]
  const all = [...rules, ...twice(folder, variables, rules)]
  return {
    ...found,
    value: [...new Map(all.toReversed().map((it) => [it.path, it])).values()].reverse(),
    conflicts: [],
  }
}

const appended = /(?:\}|\+\s*["'`]|\bbasePath\s*:\s*["'`])(\/[a-z][\w-]*)(?=[/"'`?$])/g

/** `${API_URL}/api`, where the variable's own path is that of another rule, which takes nothing away. */
function twice(folder: Folder, variables: Variable[], rules: ProxyRule[]): ProxyRule[] {
  const other = rules.find(({ path }) => path === sameOriginPath)
  const isBare = variables.some((it) => isBackendAddress(it) && ruleOf(it).to === '/')
  const isBehind = () =>
    findMatches(folder, isSource, appended).some(({ match }) => match[1] === sameOriginPath)
  return other?.to === sameOriginPath && isBare && isBehind()
    ? [{ path: `${sameOriginPath}${sameOriginPath}`, to: sameOriginPath }]
    : []
}

const call =
  /(?:\bfetch|\baxios(?:\.\w+)?|\$fetch|\buseFetch|\buseSWR|\bhttp\.(?:get|post|put|delete|patch)(?:<[^>]*>)?|\bky(?:\.\w+)?)\s*\(\s*["'`](\/[a-z][\w-]*)(?=[/"'`?$])|(?:\bbaseURL|\bapi(?:Base)?(?:Url|URL)|\b[A-Z_]*(?:API|BASE)[A-Z_]*)\s*[:=]\s*["'`](\/[a-z][\w-]*)(?=["'`/])/g
const asset = /^\/(assets|images?|img|static|public|icons?|fonts?|locales?)$/

function fromCalls(folder: Folder): Sighting<ProxyRule[]>[] {
  const calls = findMatches(folder, isSource, call).map((line) => ({
    prefix: (line.match[1] ?? line.match[2])!,
    source: at(line),
  }))
  const own = calls.filter(({ prefix }) => !asset.test(prefix))
  const prefixes = [...new Set(own.map(({ prefix }) => prefix))]
  if (prefixes.length === 0) return []
  return [
    { value: prefixes.map((path) => ({ path, to: path })), source: own[0]!.source, confidence: 'likely' },
  ]
}

const backendName = /(^|_)(API|BACKEND|SERVER)(_BASE|_ROOT)?(_?(URL|URI|ENDPOINT|HOST|BASE|ORIGIN))?$/

/** A browser variable that names the backend. An address in it would be frozen into the bundle; a path needs none. */
export const isBackendAddress = (variable: Variable): boolean =>
  namesBackend(variable) && !variable.isWhole && isAddressLike(variable.example ?? variable.fallback)

/** The same, where it has to have a host: the frontend's own. */
export const isWholeAddress = (variable: Variable): boolean =>
  namesBackend(variable) && variable.isWhole === true && isAddressLike(variable.example ?? variable.fallback)

const namesBackend = ({ name, audience, isSecret, isHost }: Variable): boolean =>
  audience === 'browser' && !isSecret && !isHost && backendName.test(name) && !/SOCKET|(^|_)WSS?_/.test(name)

/** A host alone is put together with something else. */
const isAddressLike = (value: string | undefined): boolean =>
  value === undefined || /^(https?:)?\/|^\$\{/.test(value)

/** A variable that servers read the backend's address from. */
export const isBackendVariable = ({ name, audience, isSecret }: Variable): boolean =>
  audience === 'cluster' && !isSecret && backendName.test(name)

const fromVariables = (variables: Variable[]): Sighting<ProxyRule[]>[] =>
  variables
    .filter(isBackendAddress)
    .map((variable) => ({ value: [ruleOf(variable)], source: variable.source, confidence: 'likely' }))

const fromWhole = (folder: Folder, variables: Variable[]): Sighting<ProxyRule[]>[] =>
  variables.filter(isWholeAddress).flatMap(({ name, source }) => {
    const rules = pathsBehind(name, folder).map((path) => ({ path, to: path }))
    return rules.length > 0 ? [{ value: rules, source, confidence: 'likely' as const }] : []
  })

/** What the browser adds the path to: `/api` in front, and whatever path the example has, behind an address or alone. */
export function ruleOf({ example, fallback }: Variable): ProxyRule {
  const path = /^(?:https?:\/\/[^/]+)?(\/[\w./-]*[\w-])\/?$/.exec(example ?? fallback ?? '')?.[1]
  return { path: sameOriginPath, to: path ?? '/' }
}

/** Below this path the frontend's own address answers for the backend. */
export const sameOriginPath = '/api'
