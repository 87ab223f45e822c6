import type { AnswerValue, Get } from '../config/question-row.ts'
import type { Suggestion } from '../config/resolve-answers.ts'
import type { FoundComponent } from '../project/component.ts'
import { isBackendAddress, sameOriginPath } from '../project/find-proxy.ts'
import { ofOthers } from '../project/find-source-ports.ts'
import type { Variable } from '../project/find-variables.ts'
import { isKnownToAll, isPlaceholder } from '../project/makeshift.ts'
import type { ComponentRole } from '../report.ts'
import { generatedStack, passedOn, servesFiles } from './init-images.ts'
import type { Look } from './init-look.ts'
import { found } from './init-suggest-finding.ts'
import { proposeForms } from './init-suggest-forms.ts'

const origins =
  /^(FRONTEND|CLIENT|WEB|APP|SITE)_(URL|ORIGIN|HOST)$|^(NEXT|BETTER_|NUXT_)AUTH_(WEB_)?(URL|ORIGIN)$|^(?:[A-Z]+_+)*(CORS_|CSRF_|ALLOWED_)(ALLOW_|ALLOWED_|TRUSTED_)?ORIGINS?$/
/** Where somebody else signs people in, unless a library does that asks for this name. */
const ownAuth = /^AUTH_(WEB_)?(URL|ORIGIN)$/
const authLibrary = /^(next-auth|better-auth|@auth\/.+|@sidebase\/nuxt-auth)$/
const backends = /^(?:NUXT_)?(BACKEND|API|SERVER)(_BASE)?_?(URL|URI|ORIGIN|HOST|ENDPOINT)?$/
const ownPort = /^((API|APP|SERVER|BACKEND|HTTP|LISTEN|BIND(_ADDRESS)?)_)?PORT$/
const ownAddress = /^(HOST|PORT|HOSTNAME|BIND|LISTEN)/
const ownHost = new RegExp(
  `^(?!(?:\\w+_)?${ofOthers}_)((?:(?:\\w+_)?(?:API|APP|SERVER|BACKEND|HTTP|RUN|UVICORN|LISTEN|BIND(?:_ADDRESS)?)_+)?)(?:HOST|ADDRESS)$`,
)
const saysToListen = /(^|_)(LISTEN|BIND)_/
const ownPlace = /^(?:(?:API|APP|SERVER|BACKEND|HTTP|LISTEN|BIND)_)?ADDR(?:ESS)?$/
const loopback = /^(localhost|127\.0\.0\.1)$/
const onLoopback = /^(?:localhost|127\.0\.0\.1):\d+$/
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
      isDjango && hosts.test(variable.name) ? hostsPart(variable) : partOf(variable, get, role, component),
    ),
    ...(role === 'backend' ? listeningParts(read, get('backend.port')) : []),
    ...frameworkParts(component),
  ]
  return list(
    pairs.map(({ pair }) => pair),
    pairs.map(({ source }) => source),
  )
}

function partOf(variable: Variable, get: Get, role: ComponentRole, { installed }: FoundComponent): Part[] {
  const { name, source, example, fallback } = variable
  const port = get(`${role}.port`)
  if (ownPort.test(name) || (/_PORT$/.test(name) && fallback === port))
    return port === undefined ? [] : [{ pair: `${name}=${variable.isAddress ? ':' : ''}${port}`, source }]
  const isAddress = !name.endsWith('_HOST') || /^https?:/.test(example ?? fallback ?? '')
  const signsIn =
    ownAuth.test(name) &&
    (installed.some((it) => authLibrary.test(it)) || isOnThisMachine(example ?? fallback ?? ''))
  const origin = signsIn || (origins.test(name) && isAddress) ? publicOrigin(get) : undefined
  if (origin) return [{ pair: `${name}=${variable.isList ? JSON.stringify([origin]) : origin}`, source }]
  if (example === undefined || ownAddress.test(name)) return []
  if (isOnThisMachine(example) || isHost(name, example) || isForDevelopment(variable, example)) return []
  if (isPlaceholder(example)) return []
  const quiet = /(^|_)DEBUG$/.test(name) ? opposites[example.toLowerCase()] : undefined
  return [{ pair: `${name}=${quiet ? inCaseOf(example, quiet) : example}`, source }]
}

/** Whoever copies the example develops; nobody else should see what an error says. */
const opposites: Record<string, string | undefined> = { true: 'false', '1': '0', yes: 'no', on: 'off' }
const inCaseOf = (example: string, word: string) =>
  /^[A-Z]/.test(example) ? `${word[0]!.toUpperCase()}${word.slice(1)}` : word

/** Where it would listen for its own machine only: a host that stands beside the port, or both in one. */
const listeningParts = (read: Variable[], port: AnswerValue | undefined): Part[] =>
  read.flatMap(({ name, fallback, example, isRequired, source }) => {
    const shown = fallback ?? (isRequired ? example : undefined) ?? ''
    if (ownPlace.test(name) && port !== undefined && onLoopback.test(shown))
      return [{ pair: `${name}=0.0.0.0:${port}`, source }]
    const prefix = ownHost.exec(name)?.[1]
    const hasPort = prefix !== undefined && read.some((it) => it.name === `${prefix}PORT`)
    const isClosed = loopback.test(shown)
    const isOpen = isRequired && fallback === undefined && saysToListen.test(name)
    return hasPort && (isClosed || isOpen) ? [{ pair: `${name}=0.0.0.0`, source }] : []
  })

/** Nobody but the frontend, and probes by the pod's own address, reaches it in a cluster; hosts of one machine would shut them out. */
const hostsPart = ({ name, example, fallback, source }: Variable): Part[] =>
  [example, fallback].some((value) => value !== undefined && !isOnThisMachine(value) && !isPlaceholder(value))
    ? []
    : [{ pair: `${name}=*`, source }]

/** What a framework has to be told to listen at all, or with the settings that its server runs with. */
function frameworkParts(component: FoundComponent): Part[] {
  const { framework, variables, settingsModule, runs, image, database } = component
  const name = framework?.value.name
  // its standalone server listens on $HOSTNAME, which in a pod is the pod's own name
  if (name === 'Next.js') return [{ pair: 'HOSTNAME=0.0.0.0', source: framework!.source }]
  // it listens on 127.0.0.1 until it is told otherwise
  if (name === 'Rocket' && !image?.last.some(({ rest }) => rest.includes('ROCKET_ADDRESS')))
    return [{ pair: 'ROCKET_ADDRESS=0.0.0.0', source: framework!.source }]
  // it takes SQLite until it is told otherwise
  const isShown = variables.some((it) => it.name === 'DB_CONNECTION' && it.example !== undefined)
  if (name === 'Laravel' && database?.value.kind === 'postgresql' && !isShown)
    return [{ pair: 'DB_CONNECTION=pgsql', source: database.source }]
  if (name === 'Django' && settingsModule)
    return [{ pair: `DJANGO_SETTINGS_MODULE=${settingsModule.value}`, source: settingsModule.source }]
  // a release starts without its server, unless it is started by `bin/server`
  const server = variables.find((it) => it.name === 'PHX_SERVER')
  return server && !/\bserver$|phx\.server/.test(runs?.value.join(' ') ?? '')
    ? [{ pair: 'PHX_SERVER=true', source: server.source }]
    : []
}

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
    ({ name, isSecret, isOptional, isRequired, fallback, phase }) =>
      isSecret &&
      phase === 'run' &&
      !isOptional &&
      (isRequired || !fallback || isOnThisMachine(fallback) || isKnownToAll(name, fallback)),
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
