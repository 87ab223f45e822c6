import type { ProxyRule } from '../dockerfile/stack.ts'
import type { FoundComponent } from './component.ts'
import { basePathNotes } from './find-base-path.ts'
import { findEnvFileNotes } from './find-env-file-notes.ts'
import { findImageNotes } from './find-image-notes.ts'
import { findListenNotes } from './find-listen-notes.ts'
import { findPlatformNotes } from './find-platform-notes.ts'
import { findProfileNotes } from './find-profile-notes.ts'
import { isBackendAddress, isWholeAddress, ruleOf, sameOriginPath } from './find-proxy.ts'
import { findReachingNotes } from './find-reaching-notes.ts'
import { findFixedAddresses, findSettingNotes } from './find-setting-notes.ts'
import { findSqlalchemyNotes } from './find-sqlalchemy-notes.ts'
import { unpassedNotes } from './find-unpassed-notes.ts'
import type { Variable } from './find-variables.ts'
import type { Note } from './note.ts'
import type { Folder, ProjectFiles } from './project-files.ts'
import { readComposeFiles } from './read-compose.ts'

/** What goes wrong by hand in such a folder, as far as its files show. */
export function findNotes(folder: Folder, component: FoundComponent, files: ProjectFiles): Note[] {
  // what can be set from outside is no trouble
  const read = new Set(component.variables.map(({ source }) => source))
  const composed = new Set(readComposeFiles(files).map(({ name }) => name))
  return [
    ...browserVariables(component),
    ...frozenSecrets(component),
    ...publicSecrets(component),
    ...findSettingNotes(folder, read),
    ...findSqlalchemyNotes(folder),
    ...findFixedAddresses(folder, component, read, composed),
    ...findEnvFileNotes(folder),
    ...findListenNotes(folder, component),
    ...portConflicts(component),
    ...basePathNotes(folder, component),
    ...otherDatabase(component),
    ...findProfileNotes(folder, component.image),
    ...findPlatformNotes(folder, component),
    ...findImageNotes(folder, component, files),
    ...findReachingNotes(folder, component, files),
    ...unpassedNotes(folder, component),
  ]
}

/** Whoever opens the page can read what is built into it. */
const publicSecrets = ({ variables }: FoundComponent): Note[] =>
  variables
    .filter(({ audience, name }) => audience === 'browser' && neverPublic.test(name))
    .map(({ name, source }) => ({
      id: 'public-secret',
      severity: 'warn',
      message: `${name} is built into the pages: everybody who opens them can read it`,
      source,
      advice: 'leave to the backend what needs it, under a name without that prefix, and take another value',
    }))
const neverPublic = /SERVICE_ROLE|(^|_)(SECRET|SECRET_KEY|PRIVATE_KEY|PASSWORD|PASSWD|DATABASE_URL|DB_URL)$/

const browserVariables = (component: FoundComponent): Note[] =>
  component.variables
    .filter(({ audience, phase }) => audience === 'browser' && phase === 'build')
    .map((variable) => ({
      id: 'browser-variable',
      severity: isPassedOn(variable, component) ? 'info' : 'warn',
      message: `${variable.name} is read by the browser and fixed when the image is built`,
      source: variable.source,
      advice: `${adviceFor(variable, component)}${taking(variable, component)}`,
    }))

/** Docker says nothing of an argument that no instruction takes. */
function taking({ name }: Variable, { image }: FoundComponent): string {
  const isTaken = image?.stages
    .flat()
    .some((it) => /^(ARG|ENV)$/.test(it.name) && new RegExp(`\\b${name}\\b`).test(it.rest))
  return image && !isTaken ? `; ${image.path} takes it with \`ARG ${name}\` before the build` : ''
}

/** SvelteKit's own way to read them as the server starts is another module. */
const frozenSecrets = ({ variables }: FoundComponent): Note[] =>
  variables
    .filter(({ isSecret, phase, audience }) => isSecret && phase === 'build' && audience === 'cluster')
    .map(({ name, source }) => ({
      id: 'frozen-secret',
      severity: 'warn',
      message: `${name} is a secret, and is fixed when the image is built: it would stay in the image`,
      source,
      advice: `read it with \`import { env } from '$env/dynamic/private'\`, and give it with --frontend-secrets ${name}`,
    }))

/** The generated image answers for the backend below a path of its own. */
const isPassedOn = (variable: Variable, component: FoundComponent): boolean =>
  isBackendAddress(variable) && passedOn(component).length > 0

function passedOn({ dockerfile, stack }: FoundComponent): ProxyRule[] {
  if (dockerfile || !stack || !('stack' in stack) || stack.stack.language !== 'javascript') return []
  const { serve, next } = stack.stack
  return 'proxy' in serve ? serve.proxy : (next?.rules ?? [])
}

/** As the user's settings read it; nothing is read here. */
const backendUrl = ['process', 'env', 'BACKEND_URL'].join('.')

function adviceFor(variable: Variable, component: FoundComponent): string {
  const { framework, dockerfile } = component
  const { name } = variable
  const paths = isWholeAddress(variable) ? passedOn(component).map(({ path }) => path) : []
  if (paths.length > 0)
    return `it has to have a host: give it the address that people open, --frontend-build-args ${name}=https://…; the generated image passes ${paths.join(', ')} on to the backend`
  if (!isBackendAddress(variable))
    return `give it with --frontend-build-args ${name}=…; an address in it must be one that a browser can reach`
  const path = `--frontend-build-args ${name}=${sameOriginPath}`
  if (framework?.value.name !== 'Next.js')
    return `let the frontend's server pass ${sameOriginPath} on to the backend's ${ruleOf(variable).to}, and give ${path}`
  if (!dockerfile)
    return `the server reads it too, so it needs an address that both can reach: --frontend-build-args ${name}=https://…`
  const rewrite = `async rewrites() { return { fallback: [{ source: '${sameOriginPath}/:path*', destination: \`\${${backendUrl}}/:path*\` }] } }`
  const build = `\`ARG BACKEND_URL\` before the build in ${dockerfile.value}`
  return `add to next.config: ${rewrite}; ${build}; then give ${path} --frontend-build-args BACKEND_URL=http://NAME-backend:PORT`
}

function portConflicts({ port, dir, dockerfile }: FoundComponent): Note[] {
  if (port?.confidence === 'guess' && dockerfile)
    return [
      {
        id: 'port-guess',
        severity: 'warn',
        message: `nothing says where the image of ${dir} listens; ${port.value} is ${port.source}`,
        source: dockerfile.source,
        advice: 'add `EXPOSE` with its port, or give it as an answer',
      },
    ]
  if (!port || port.conflicts.length === 0) return []
  const others = port.conflicts.map(({ value, source }) => `${value} ← ${source}`).join(', ')
  return [
    {
      id: 'port-conflict',
      severity: 'warn',
      message: `${dir}: port ${port.value}, but also ${others}`,
      source: port.source,
      advice: 'check which one the image listens on',
    },
  ]
}

function otherDatabase({ database, framework, dir }: FoundComponent): Note[] {
  if (!database) return framework?.value.role === 'backend' ? [noDatabase(dir, framework.source)] : []
  const { kind, driver } = database.value
  if (kind === 'postgresql') return []
  const { source } = database
  if (kind === 'sqlite' || kind === 'memory')
    return [
      {
        id: 'other-database',
        severity: 'warn',
        message: `${dir} keeps its data ${kind === 'sqlite' ? 'in a SQLite file inside the pod' : `in memory (${driver})`}: it is gone with each pod`,
        source,
        advice:
          'not deployable as it is: let it use PostgreSQL, with its address from a variable such as DATABASE_URL',
      },
    ]
  return [
    {
      id: 'other-database',
      severity: 'warn',
      message: `${names[kind]} is used (${driver}); k8sdeploy connects PostgreSQL only`,
      source,
      advice:
        'run the database elsewhere and pass its address as a secret: the app is deployed, its database is not checked',
    },
  ]
}

const names = { mysql: 'MySQL', mongodb: 'MongoDB', sqlserver: 'SQL Server', oracle: 'Oracle' }

const noDatabase = (dir: string, source: string): Note => ({
  id: 'no-database',
  severity: 'warn',
  message: `no database driver was found in ${dir}: what it keeps in memory is gone with each pod`,
  source,
  advice: 'if it has a database all the same, name the variable of its address with --database',
})
