import { type Dockerfile, findLast, readDockerfile } from '../dockerfile/read-dockerfile.ts'
import type { FoundComponent } from './component.ts'
import { findDatabase, findDatabaseVariable } from './find-database.ts'
import { findDatabaseForm, findDatabaseParts } from './find-database-form.ts'
import { findFramework } from './find-framework.ts'
import { findHealth } from './find-health.ts'
import { findMigrations } from './find-migrations.ts'
import { findPackager } from './find-packager.ts'
import { findPort } from './find-port.ts'
import { findProxy } from './find-proxy.ts'
import { findStart } from './find-start.ts'
import { findVariables } from './find-variables.ts'
import { type Finding, settle } from './finding.ts'
import { type Folder, type ProjectFiles, within } from './project-files.ts'
import { type Manifest, readManifests } from './read-manifest.ts'
import { findStack } from './stacks/find-stack.ts'

export function detectComponent(folder: Folder, files: ProjectFiles): FoundComponent {
  const rootPaths = files.paths.filter((path) => !path.includes('/'))
  const manifests = readManifests(folder)
  const dockerfile = findDockerfile(folder)
  const framework = findFramework(manifests)
  const databaseForm = findDatabaseForm(manifests, folder)
  const read = findVariables(folder)
  const databaseVariable = findDatabaseVariable(read, folder)
  const variables = read.map((it) =>
    it.name === databaseVariable?.value ? { ...it, isSecret: true, example: undefined } : it,
  )
  const proxy = findProxy(folder, variables)
  const component: FoundComponent = {
    dir: folder.dir,
    name: manifests.find(({ name }) => name)?.name,
    language: settle(
      manifests.map(({ language, path }) => ({ value: language, source: path, confidence: 'certain' })),
    ),
    framework,
    packageManager: findPackager(folder, rootPaths, manifests),
    port: findPort({ folder, manifests, dockerfile, framework }),
    dockerfile: dockerfile && {
      value: dockerfile.path,
      source: dockerfile.path,
      confidence: 'certain',
      conflicts: [],
    },
    user: findUser(dockerfile),
    health: findHealth(folder),
    start: findStart({ folder, manifests, dockerfile }),
    build: findBuild(manifests),
    variables,
    database: findDatabase(manifests, folder),
    databaseVariable,
    databaseForm,
    databaseParts: databaseVariable
      ? []
      : findDatabaseParts(variables, databaseForm, framework?.value.name, folder),
    migrations: findMigrations(folder, manifests),
    hasPage: folder.paths.some((path) => path.endsWith('index.html')),
    proxy,
  }
  return { ...component, stack: findStack(component, files, proxy?.value ?? []) }
}

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

const findBuild = (manifests: Manifest[]) =>
  settle(
    manifests.flatMap(({ path, scripts: { build } }) =>
      build
        ? [{ value: build.command, source: `${path}:${build.line} build`, confidence: 'likely' as const }]
        : [],
    ),
  )
