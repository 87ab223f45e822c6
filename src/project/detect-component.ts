import { buildOf, type ImageCommand, startOf } from '../dockerfile/image-commands.ts'
import { type Dockerfile, findLast, readDockerfile } from '../dockerfile/read-dockerfile.ts'
import type { FoundComponent } from './component.ts'
import { findDatabase, findDatabaseVariable } from './find-database.ts'
import { findDatabaseForm, findDatabaseParts } from './find-database-form.ts'
import { folderOf } from './find-folders.ts'
import { findFramework } from './find-framework.ts'
import { findHealth } from './find-health.ts'
import { findImpliedVariables } from './find-implied-variables.ts'
import { findMigrations } from './find-migrations.ts'
import { findPackager } from './find-packager.ts'
import { findPort } from './find-port.ts'
import { findProxy } from './find-proxy.ts'
import { findSharedMigrations } from './find-shared-migrations.ts'
import { findSpringParts } from './find-spring-parts.ts'
import { findStart } from './find-start.ts'
import { findVariables } from './find-variables.ts'
import { findWebServerPort } from './find-web-server.ts'
import { type Finding, settle } from './finding.ts'
import { type Folder, type ProjectFiles, within } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import { type Manifest, nameOf, readManifests } from './read-manifest.ts'
import { findStack } from './stacks/find-stack.ts'

/** What else a folder is judged by, besides its own files. */
export type Around = {
  files: ProjectFiles
  /** The folder with the texts of the project's own packages that it depends on. */
  linked: Folder
  services: ComposeService[]
  examples: ReadonlyMap<string, string>
  /** Stands in for a manifest that the folder shares with others. */
  manifest?: Manifest
}

export function detectComponent(folder: Folder, around: Around): FoundComponent {
  const { files, linked, services, examples, manifest } = around
  const manifests = [...readManifests(folder), ...(manifest ? [manifest] : [])]
  const linkedManifests = readAllManifests(linked, folder)
  const dockerfile = findDockerfile(folder)
  const framework = findFramework(manifests)
  const database = findDatabase([...manifests, ...linkedManifests], linked)
  const isPostgres = !database || database.value.kind === 'postgresql'
  const databaseForm = isPostgres ? findDatabaseForm([...manifests, ...linkedManifests], linked) : undefined
  const read = findVariables(linked, findImpliedVariables(folder, manifests))
  const spring = framework?.value.name === 'Spring Boot' && databaseForm ? findSpringParts(folder) : []
  const databaseVariable = spring.length > 0 ? undefined : findDatabaseVariable(read, linked)
  const variables = read.map((it) =>
    it.name === databaseVariable?.value
      ? { ...it, isSecret: true, example: undefined }
      : { ...it, isOptional: it.isOptional && !services.some(({ environment }) => environment.has(it.name)) },
  )
  const proxy = findProxy(folder, variables)
  const component: FoundComponent = {
    dir: folder.dir,
    name: manifests.find(({ name }) => name)?.name,
    language: settle(
      manifests.map(({ language, path }) => ({ value: language, source: path, confidence: 'certain' })),
    ),
    framework,
    packageManager: findPackager({ folder, files, manifests, dockerfile }),
    port: findPort({ folder, manifests, dockerfile, framework, services, examples }),
    dockerfile: dockerfile && {
      value: dockerfile.path,
      source: dockerfile.path,
      confidence: 'certain',
      conflicts: [],
    },
    isWebServer: dockerfile !== undefined && findWebServerPort(dockerfile, folder) !== undefined,
    user: findUser(dockerfile),
    installed: manifests.flatMap(({ dependencies }) => [...dependencies.keys()]),
    health: findHealth(folder, manifests),
    start: findStart({ folder, manifests, dockerfile }),
    runs: dockerfile && fromImage(dockerfile, startOf(dockerfile)),
    build: findBuild(manifests) ?? (dockerfile && fromImage(dockerfile, buildOf(dockerfile))),
    variables,
    database,
    databaseVariable,
    databaseForm,
    databaseParts:
      databaseVariable || !isPostgres
        ? []
        : spring.length > 0
          ? spring
          : findDatabaseParts(variables, databaseForm, framework?.value.name, folder),
    migrations: findMigrations(folder, manifests) ?? findSharedMigrations(folder, linked, files),
    hasPage: folder.paths.some((path) => path.endsWith('index.html')),
    proxy,
  }
  return { ...component, stack: findStack(component, files, proxy?.value ?? []) }
}

/** Those of the packages that are linked to the folder. */
const readAllManifests = (linked: Folder, own: Folder): Manifest[] =>
  [...linked.texts.keys()]
    .filter((path) => nameOf(path) === 'package.json' && !own.texts.has(path))
    .flatMap((path) => readManifests({ ...linked, dir: folderOf(path) }))

function findDockerfile(folder: Folder): Dockerfile | undefined {
  const path = within(folder.dir, 'Dockerfile')
  const text = folder.texts.get(path)
  return text === undefined ? undefined : readDockerfile(path, text)
}

function findUser(file: Dockerfile | undefined): Finding<string> | undefined {
  const user = file && findLast(file, 'USER')
  return (
    user && {
      value: user.rest,
      source: `${file.path}:${user.line} USER`,
      confidence: 'certain',
      conflicts: [],
    }
  )
}

const fromImage = <T>({ path }: Dockerfile, found: ImageCommand<T> | undefined): Finding<T> | undefined =>
  found && {
    value: found.value,
    source: `${path}:${found.line} ${found.name}`,
    confidence: 'certain',
    conflicts: [],
  }

const findBuild = (manifests: Manifest[]) =>
  settle(
    manifests.flatMap(({ path, scripts: { build } }) =>
      build
        ? [{ value: build.command, source: `${path}:${build.line} build`, confidence: 'likely' as const }]
        : [],
    ),
  )
