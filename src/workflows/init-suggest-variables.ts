import type { Get } from '../config/question-row.ts'
import type { Suggestion } from '../config/resolve-answers.ts'
import type { FoundComponent } from '../project/component.ts'
import { isBackendAddress, sameOriginPath } from '../project/find-proxy.ts'
import type { Variable } from '../project/find-variables.ts'
import type { ComponentRole } from '../report.ts'
import { generatedStack, passedOn, servesFiles } from './init-images.ts'
import type { Look } from './init-look.ts'
import { found } from './init-suggest-finding.ts'
import { proposeForms } from './init-suggest-forms.ts'

const origins =
  /^(FRONTEND|CLIENT|WEB|APP|SITE)_(URL|ORIGIN|HOST)$|^(NEXT|BETTER_|NUXT_)?AUTH_(WEB_)?(URL|ORIGIN)$|^(BACKEND_)?(CORS_|ALLOWED_)(ALLOW_|ALLOWED_)?ORIGINS?$/
const backends = /^(?:NUXT_)?(BACKEND|API|SERVER)(_BASE)?_?(URL|URI|ORIGIN|HOST|ENDPOINT)?$/
const ownPort = /^((API|APP|SERVER|BACKEND|HTTP)_)?PORT$/
const ownAddress = /^(HOST|PORT|HOSTNAME|BIND|LISTEN)/
/** `localhost`, or a name without a dot, as compose gives them: no such name is known in a cluster. */
const isOnThisMachine = (value: string) =>
  /localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal|^(?:\w+:\/\/)?(?:[^@/\s]*@)?[a-z][\w-]*:\d+(\/|,|$)|^\w+:\/\/[a-z][\w-]*(\/|$)/.test(
    value,
  )
const isHost = (name: string, value: string) => /HOST(NAME)?$/.test(name) && !value.includes('.')
/** `APP_ENV=development` is for whoever copies the example; the source has its own way without it. */
const isForDevelopment = ({ name, isRequired }: Variable, value: string) =>
  !isRequired &&
  (/^(dev|development|local|debug)$/i.test(value) ||
    (/DEBUG|RELOAD/.test(name) && /^(true|1|yes|on)$/i.test(value)))

/** Whom Django answers. */
const hosts = /(^|_)ALLOWED_HOSTS?$/

type Part = { pair: string; source: string }

/** Variables with a value that is safe to know: the port, where the app is reached, and the example file's own values. */
export function suggestVariables(
  component: FoundComponent,
  get: Get,
  role: ComponentRole,
  look: Look,
): Suggestion | undefined {
  if (servesFiles(look, component.dir)) return undefined
  const parts = proposeForms(component, get, role)
  const read = component.variables.filter(
    ({ name, phase, isSecret }) => phase === 'run' && !isSecret && !parts.some(({ as }) => as === name),
  )
  const isDjango = component.framework?.value.name === 'Django'
  const pairs = [
    ...read.flatMap((variable) =>
      isDjango && hosts.test(variable.name) ? hostsPart(variable) : partOf(variable, get, role),
    ),
    ...frameworkParts(component),
  ]
  return list(
    pairs.map(({ pair }) => pair),
    pairs.map(({ source }) => source),
  )
}

function partOf(variable: Variable, get: Get, role: ComponentRole): Part[] {
  const { name, source, example, fallback } = variable
  const port = get(`${role}.port`)
  if (ownPort.test(name) || (/_PORT$/.test(name) && fallback === port))
    return port === undefined ? [] : [{ pair: `${name}=${port}`, source }]
  const isAddress = !name.endsWith('_HOST') || /^https?:/.test(example ?? fallback ?? '')
  const origin = origins.test(name) && isAddress ? publicOrigin(get) : undefined
  if (origin) return [{ pair: `${name}=${variable.isList ? JSON.stringify([origin]) : origin}`, source }]
  if (example === undefined || ownAddress.test(name)) return []
  if (isOnThisMachine(example) || isHost(name, example) || isForDevelopment(variable, example)) return []
  if (isPlaceholder(example)) return []
  return [{ pair: `${name}=${example}`, source }]
}

/** Nobody but the frontend, and probes by the pod's own address, reaches it in a cluster; hosts of one machine would shut them out. */
const hostsPart = ({ name, example, fallback, source }: Variable): Part[] =>
  [example, fallback].some((value) => value !== undefined && !isOnThisMachine(value) && !isPlaceholder(value))
    ? []
    : [{ pair: `${name}=*`, source }]

/** What a framework has to be told to listen at all, or with the settings that its server runs with. */
function frameworkParts({ framework, variables, settingsModule, runs }: FoundComponent): Part[] {
  const name = framework?.value.name
  // its standalone server listens on $HOSTNAME, which in a pod is the pod's own name
  if (name === 'Next.js') return [{ pair: 'HOSTNAME=0.0.0.0', source: framework!.source }]
  if (name === 'Django' && settingsModule)
    return [{ pair: `DJANGO_SETTINGS_MODULE=${settingsModule.value}`, source: settingsModule.source }]
  // a release starts without its server, unless it is started by `bin/server`
  const server = variables.find((it) => it.name === 'PHX_SERVER')
  return server && !/\bserver$|phx\.server/.test(runs?.value.join(' ') ?? '')
    ? [{ pair: 'PHX_SERVER=true', source: server.source }]
    : []
}

/** Whoever wrote such an example meant it to be replaced. */
const isPlaceholder = (value: string) =>
  /\b(your|my)[-_ ]|change[-_ ]?(me|this)|replace[-_ ]?(me|this)|placeholder|<[^>]+>|^x{3,}|example\.(com|org|net)|\.\.\.$|[([{]your/i.test(
    value,
  )

function publicOrigin(get: Get): string | undefined {
  const host = get('access.host')
  if (host) return `http${get('access.tls-secret') ? 's' : ''}://${host}`
  const nodePort = get('frontend.node-port')
  return nodePort ? `http://localhost:${nodePort}` : undefined
}

/** Secrets that the source can't do without. The database's own comes first. */
export function suggestSecrets(
  component: FoundComponent,
  get: Get,
  role: ComponentRole,
): Suggestion | undefined {
  const needed = component.variables.filter(
    ({ isSecret, isOptional, isRequired, fallback, phase }) =>
      isSecret && phase === 'run' && !isOptional && (!fallback || isRequired || isOnThisMachine(fallback)),
  )
  const database = role === 'backend' ? String(get('database') ?? '') : ''
  const forms = proposeForms(component, get, role)
  const others = needed.filter(({ name }) => name !== database && !forms.some(({ as }) => as === name))
  const own = component.variables.find(({ name }) => name === database)
  // what stands beside the URL leaves it as it is
  const isWritten =
    forms.some(({ as }) => as === database) ||
    (!component.databaseVariable && forms.some(({ form }) => form !== 'direct'))
  const names = [
    ...forms.map(({ name, as }) => (name === as ? name : `${name}=${as}`)),
    ...(database && !isWritten ? [database] : []),
    ...others.map(({ name }) => name),
  ]
  return list(
    names,
    [own, ...others].flatMap((it) => (it ? [it.source] : [])),
  )
}

/** An example value that browsers can use as it is, or the path that the generated image passes on; anything else somebody has to decide. */
export function suggestBuildArguments(
  component: FoundComponent,
  _get: Get,
  _role: ComponentRole,
  look: Look,
): Suggestion | undefined {
  const isProxied = passedOn(generatedStack(look, component.dir)).length > 0
  const parts = component.variables.flatMap((variable): Part[] => {
    const { name, phase, example, source } = variable
    if (phase !== 'build') return []
    if (isProxied && isBackendAddress(variable)) return [{ pair: `${name}=${sameOriginPath}`, source }]
    return example === undefined || isOnThisMachine(example) ? [] : [{ pair: `${name}=${example}`, source }]
  })
  return list(
    parts.map(({ pair }) => pair),
    parts.map(({ source }) => source),
  )
}

export function suggestBackendVariable(
  { variables, dir, addressVariable }: FoundComponent,
  get: Get,
  _role: ComponentRole,
  look: Look,
): Suggestion | undefined {
  const stack = generatedStack(look, dir)
  if (stack?.language === 'javascript' && 'proxy' in stack.serve)
    return {
      value: 'BACKEND_URL',
      source: 'the generated web server reads it',
      confidence: 'certain',
      conflicts: [],
    }
  if (addressVariable) return found(addressVariable, String)
  const called = calledAfter(String(get('backend.dir') ?? ''), look)
  const variable = variables.find(
    ({ name, audience, phase }) =>
      audience === 'cluster' && phase === 'run' && (backends.test(name) || called?.test(name)),
  )
  return variable && { value: variable.name, source: variable.source, confidence: 'likely', conflicts: [] }
}

/** `STRAPI_URL`, where the backend is made with Strapi or lies in `strapi`. */
function calledAfter(dir: string, { project }: Look): RegExp | undefined {
  const framework = project.components.find((it) => it.dir === dir)?.framework?.value.name
  const names = [dir.split('/').at(-1) ?? '', framework ?? ''].filter((name) => /^\w{3,}$/.test(name))
  return names.length > 0
    ? new RegExp(`^(${names.join('|')})(_API|_BASE)?_(URL|URI|ORIGIN|ENDPOINT)$`, 'i')
    : undefined
}

function list(value: string[], sources: string[]): Suggestion | undefined {
  if (value.length === 0) return undefined
  return { value, source: [...new Set(sources)].join(', '), confidence: 'likely', conflicts: [] }
}
