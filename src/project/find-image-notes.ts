import { checkDockerfile } from '../dockerfile/check-dockerfile.ts'
import { findCopy } from '../dockerfile/find-copy.ts'
import { baseName, type Dockerfile, startOf } from '../dockerfile/read-dockerfile.ts'
import type { FoundComponent } from './component.ts'
import { findDevelopmentNotes } from './find-development-notes.ts'
import { folderOf } from './find-folders.ts'
import { findMissingScripts, neededEnvFile } from './find-missing-scripts.ts'
import { findPrismaNotes } from './find-prisma-notes.ts'
import { findRustBuildNotes } from './find-rust-build-notes.ts'
import { answersAlone, findUpstreams } from './find-upstreams.ts'
import { findWaitingNotes } from './find-waiting-notes.ts'
import { inProject } from './in-project.ts'
import type { Note } from './note.ts'
import { at, type Folder, findMatches, isSource, type ProjectFiles, within } from './project-files.ts'
import { readComposeFiles } from './read-compose.ts'
import { fromContext, isBelow } from './stacks/text-of.ts'

/** Why an image may not be built, not serve, or not be allowed to run, as its Dockerfile shows. */
export function findImageNotes(folder: Folder, component: FoundComponent, files: ProjectFiles): Note[] {
  const file = component.image
  if (!file) return noDockerfile(component, folder)
  const { path } = file
  const context = component.context?.value ?? folder.dir
  const problems = checkDockerfile(file, {
    context: files.paths.filter((one) => isBelow(context, one)).map((one) => fromContext(context, one)),
    framework: component.framework?.value.name,
    isStandalone: isStandalone(folder, component),
  })
  const notes = problems.map(({ line, ...note }) => ({ ...note, source: `${path}:${line}` }))
  return [
    ...notes,
    ...findMissingScripts(file, files),
    ...neededEnvFile(file, folder),
    ...findDevelopmentNotes(file, folder),
    ...findPrismaNotes(folder, file, { context, texts: files.texts }),
    ...fixedUpstreams(component, folder),
    ...nothingPassedOn(component, folder),
    ...noCommand(file),
    ...mountedOnly(file, context, files),
    ...findWaitingNotes(file, {
      folder,
      texts: files.texts,
      context,
      services: namesOfCompose(files),
    }),
    ...findRustBuildNotes(folder, { file, context, paths: files.paths }),
    ...noIgnoreFile(context, files),
  ]
}

const namesOfCompose = (files: ProjectFiles) => new Set(readComposeFiles(files).map(({ name }) => name))

/** What the development server passes on, somebody has to pass on in the image too. A variable has a note of its own. */
const nothingPassedOn = (
  { image, isWebServer, proxy, variables }: FoundComponent,
  folder: Folder,
): Note[] => {
  const isOfVariable = variables.some(({ source }) => source === proxy?.source)
  if (!image || !proxy || isOfVariable || !(isWebServer ? answersAlone(image, folder) : handsOutFiles(image)))
    return []
  return [
    {
      id: 'not-passed-on',
      severity: 'warn',
      message: `the pages ask their own address for ${proxy.value.map(({ path }) => path).join(', ')}, and the web server of ${image.path} passes nothing on`,
      source: proxy.source,
      advice: `let it pass that on to \${BACKEND_URL}, or move ${image.path} away: init writes one that does`,
    },
  ]
}

/** `serve` and its likes know files only. */
const handsOutFiles = (image: Dockerfile) =>
  /^\[?\s*"?(?:npx"?[\s,]+(?:"?(?:-y|--yes)"?[\s,]+)?"?)?(?:serve|http-server|sirv)\b(?!.*--proxy)/.test(
    startOf(image)?.rest ?? '',
  )

/** A web server that can't find the name of one does not even start. */
const fixedUpstreams = ({ image }: FoundComponent, folder: Folder): Note[] => {
  const [first] = findUpstreams(image, folder)
  if (!first) return []
  return [
    {
      id: 'fixed-upstream',
      severity: 'warn',
      message: `the web server passes requests on to \`${first.host}\`, a name that only compose knows: it ends at once`,
      source: at(first.line),
      advice:
        'write ${BACKEND_URL} there and copy the file to /etc/nginx/templates/default.conf.template: nginx’s image fills it in when it starts (Caddy takes {$BACKEND_URL} as it is), and the frontend is told BACKEND_URL',
    },
  ]
}

/** Compose lays the source over an image that never got any of it. */
function mountedOnly(file: Dockerfile, context: string, files: ProjectFiles): Note[] {
  const mounts = readComposeFiles(files).flatMap((it) => (it.dockerfile === file.path ? it.mounts : []))
  const missing = mounts.flatMap(({ from, line }) => {
    const place = from.startsWith('.') ? inProject(folderOf(line.path), from) : undefined
    const sources = files.paths.filter(
      (it) => place && isBelow(place, it) && isBelow(context, it) && isSource(it),
    )
    const isThere = sources.some((it) => isCopied(file, fromContext(context, it)))
    return sources[0] && !isThere ? [{ source: sources[0], line }] : []
  })
  return missing.slice(0, 1).map(({ source, line }) => ({
    id: 'mounted-source',
    severity: 'warn',
    message: `compose mounts ${source} into the container, and the image has no copy of it: it is missing in the cluster`,
    source: at(line),
    advice: `add \`COPY . .\` to ${file.path}, before what needs it`,
  }))
}

/** Into the image itself, or into a stage that it takes files from. */
const isCopied = (file: Dockerfile, path: string) =>
  findCopy(file, undefined, path) !== undefined ||
  (file.last.some(({ name, rest }) => name === 'COPY' && rest.includes('--from=')) &&
    file.stages.some((stage) => findCopy({ ...file, stages: [stage] }, undefined, path)))

const bare =
  /^(?:\S+\/)?(python|node|ruby|golang|openjdk|eclipse-temurin|php|debian|ubuntu|alpine|rust|elixir)(:|@|$)/

/** A language's own image starts its prompt, finds no terminal, and ends. */
function noCommand(file: Dockerfile): Note[] {
  const from = file.last.find(({ name }) => name === 'FROM')
  const base = baseName(from)
  if (!from || !bare.test(base) || startOf(file)) return []
  return [
    {
      id: 'no-command',
      severity: 'warn',
      message: `the image starts nothing of its own: no CMD after FROM ${base}`,
      source: `${file.path}:${from.line}`,
      advice:
        'add a CMD in exec form that starts the server; what compose gives as `command` is not in the image',
    },
  ]
}

function isStandalone({ texts }: Folder, { framework }: FoundComponent): boolean | undefined {
  if (framework?.value.name !== 'Next.js') return undefined
  const configs = [...texts].filter(([path]) => /(^|\/)next\.config\.\w+$/.test(path))
  return configs.some(([, text]) => /\boutput\s*:[^,\n]*(?:standalone|process\.env)/.test(text))
}

const drivesBrowser = (folder: Folder): Note[] =>
  findMatches(folder, isSource, /(?:from|require\()\s*["'](puppeteer(?:-core)?)["']/g)
    .slice(0, 1)
    .map((line) => ({
      id: 'needs-browser',
      severity: 'warn',
      message: `${line.match[1]} drives a browser, which the image that init writes does not hold`,
      source: at(line),
      advice: 'add a Dockerfile that installs one, e.g. chromium, and tell puppeteer where it is',
    }))

function noDockerfile({ dir, stack }: FoundComponent, folder: Folder): Note[] {
  if (!stack) return []
  const note = { id: 'no-dockerfile', message: `${dir} has no Dockerfile` }
  if ('stack' in stack)
    return [
      { ...note, severity: 'info', source: stack.because.join(', '), advice: 'init writes one' },
      ...drivesBrowser(folder),
    ]
  const message = `${note.message}, and none can be written: ${stack.reason}`
  return [{ ...note, severity: 'warn', message, source: stack.source, advice: stack.advice }]
}

const noIgnoreFile = (dir: string, { paths }: ProjectFiles): Note[] =>
  paths.includes(within(dir, '.dockerignore'))
    ? []
    : [
        {
          id: 'no-dockerignore',
          severity: 'info',
          message: `${dir} has no .dockerignore`,
          source: dir,
          advice: 'init writes one',
        },
      ]
