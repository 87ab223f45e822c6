import { type Dockerfile, stageName } from '../dockerfile/read-dockerfile.ts'
import type { FoundComponent } from './component.ts'
import { findAddressVariable } from './find-address-variable.ts'
import { findAppliedByImage } from './find-applied-by-image.ts'
import { findDatabase } from './find-database.ts'
import { findDatabaseForm } from './find-database-form.ts'
import {
  besideUrl,
  findDatabaseParts,
  findMigrationParts,
  onceEach,
  partsBesideUrl,
} from './find-database-parts.ts'
import { findDatabaseVariable } from './find-database-variable.ts'
import { findDockerfile } from './find-dockerfile.ts'
import { folderOf } from './find-folders.ts'
import { findFramework } from './find-framework.ts'
import { findHealth } from './find-health.ts'
import { findImpliedVariables } from './find-implied-variables.ts'
import { findMigrations } from './find-migrations.ts'
import { findPackager } from './find-packager.ts'
import { findPort } from './find-port.ts'
import { findProxy } from './find-proxy.ts'
import { findSettingsModule } from './find-settings-module.ts'
import { findSettingsParts } from './find-settings-parts.ts'
import { findSharedMigrations } from './find-shared-migrations.ts'
import { findStart } from './find-start.ts'
import { type Example, findVariables } from './find-variables.ts'
import { findWebServerPort } from './find-web-server.ts'
import { settle } from './finding.ts'
import type { Folder, ProjectFiles } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import { runsOf, setBy, stepOf, userOf } from './read-image.ts'
import { type Manifest, readManifests } from './read-manifest.ts'
import { factsFor, type PlatformFact } from './read-platforms.ts'
import { settleVariables } from './settle-variables.ts'
import { findStack } from './stacks/find-stack.ts'
import { givenAddresses, leftOpen, toldByCompose } from './told-by-compose.ts'

/** What else a folder is judged by, besides its own files. */
export type Around = {
  files: ProjectFiles
  /** The folder with the texts of the project's own packages that it depends on. */
  linked: Folder
  /** Services of compose files that are built from the folder. */
  services: ComposeService[]
  allServices: ComposeService[]
  platforms: PlatformFact[]
  /** Another folder depends on it. */
  isShared: boolean
  /** Of all folders that are looked at. */
  dirs: string[]
  examples: ReadonlyMap<string, Example>
  /** Stands in for a manifest that the folder shares with others. */
  manifest?: Manifest
}

export function detectComponent(folder: Folder, around: Around): FoundComponent {
  const { files, linked, examples, manifest, platforms } = around
  const manifests = [...readManifests(folder), ...(manifest ? [manifest] : [])]
  const linkedManifests = readAllManifests(linked, folder)
  const image = findDockerfile(folder, files, around.allServices, around.dirs)
  const dockerfile = image?.file
  const services = around.allServices.filter(
    (it) =>
      (image ? it.dockerfile === image.file.path : around.services.includes(it)) || isVariantOf(it, folder),
  )
  const named = new Set([
    ...services.flatMap(({ environment }) => [...environment.keys()]),
    ...factsFor(folder, platforms, 'variable').map(({ value }) => value),
  ])
  const framework = findFramework(manifests)
  const ownAndLinked = [...manifests, ...linkedManifests]
  const database = findDatabase(ownAndLinked, linked, services)
  const isPostgres = !database || database.value.kind === 'postgresql'
  const databaseForm = isPostgres ? findDatabaseForm(ownAndLinked, linked) : undefined
  const read = findVariables(linked, {
    implied: findImpliedVariables(folder, manifests, named),
    told: toldByCompose(services),
    shared: examples,
  })
  const settingsParts = databaseForm ? findSettingsParts(folder, framework?.value.name) : []
  const addresses = givenAddresses(services)
  const databaseVariable =
    settingsParts.length > 0 ? undefined : findDatabaseVariable(read, linked, addresses)
  const variables = settleVariables(read, {
    database: databaseVariable?.value,
    named,
    addresses: new Set(addresses.map(({ value }) => value)),
    open: leftOpen(services),
    inImage: setBy(dockerfile),
  })
  const proxy = findProxy(folder, variables)
  const port = findPort({ folder, manifests, dockerfile, framework, services, examples, platforms })
  const component: FoundComponent = {
    dir: folder.dir,
    name: manifests.find(({ name }) => name)?.name,
    language: settle(
      byLanguage(manifests, framework?.value.language).map(({ language, path }) => ({
        value: language,
        source: path,
        confidence: 'certain',
      })),
    ),
    framework,
    packageManager: findPackager({
      folder,
      files,
      manifests,
      dockerfile,
      language: framework?.value.language,
    }),
    port,
    dockerfile: image?.finding,
    context: image?.context,
    image: dockerfile,
    isWebServer: dockerfile !== undefined && findWebServerPort(dockerfile, folder) !== undefined,
    user: userOf(dockerfile),
    isShared: around.isShared,
    installed: manifests.flatMap(({ dependencies }) => [...dependencies.keys()]),
    settingsModule: findSettingsModule(folder, dockerfile, services),
    health: findHealth({ folder, manifests, framework, dockerfile, platforms, services }),
    start: findStart({ folder, manifests, dockerfile, platforms, port: port?.value }),
    runs: dockerfile && runsOf(dockerfile),
    build: findBuild(manifests) ?? (dockerfile && stepOf(dockerfile)),
    variables,
    database,
    databaseVariable,
    databaseForm,
    databaseParts: !isPostgres
      ? []
      : databaseVariable
        ? onceEach([
            ...besideUrl(ownAndLinked, linked),
            ...findMigrationParts(folder, variables, databaseVariable.value),
            ...partsBesideUrl(variables),
          ])
        : settingsParts.length > 0
          ? settingsParts
          : findDatabaseParts({
              variables,
              form: databaseForm,
              framework: framework?.value.name,
              manifests: ownAndLinked,
              folder: linked,
            }),
    migrations:
      findMigrations({
        folder,
        manifests,
        platforms,
        services: services.filter((it) => image && isMadeOf(it, image.file)),
        around: around.allServices,
        byImage: findAppliedByImage(dockerfile, files, manifests),
      }) ?? findSharedMigrations(folder, linked, files),
    addressVariable: findAddressVariable(services, around.allServices, variables, dockerfile),
    hasPage: folder.paths.some((path) => path.endsWith('index.html')),
    proxy,
  }
  return { ...component, stack: findStack(component, files, proxy?.value ?? []) }
}

/** The very image that is deployed, not one of another stage. */
const isMadeOf = ({ dockerfile, target }: ComposeService, { path, stages }: Dockerfile) =>
  dockerfile === path && (target === undefined || target.toLowerCase() === stageName(stages.at(-1)))

/** Built from the same folder with another Dockerfile in it, as for development. */
const isVariantOf = ({ context, dockerfile, image }: ComposeService, { dir }: Folder) =>
  dir !== '.' && context === dir && !image && dockerfile?.slice(dir.length + 1).includes('/') === false

/** Those of the packages that are linked to the folder. */
const readAllManifests = (linked: Folder, own: Folder): Manifest[] =>
  [...linked.texts.keys()]
    .filter((path) => /(^|\/)(package\.json|pyproject\.toml)$|\.csproj$/.test(path) && !own.texts.has(path))
    .flatMap((path) => readManifests({ ...linked, dir: folderOf(path) }))

/** That of the framework first. */
const byLanguage = (manifests: Manifest[], language: Manifest['language'] | undefined): Manifest[] =>
  [...manifests].sort((one, other) => Number(other.language === language) - Number(one.language === language))

const findBuild = (manifests: Manifest[]) =>
  settle(
    manifests.flatMap(({ path, scripts: { build } }) =>
      build
        ? [{ value: build.command, source: `${path}:${build.line} build`, confidence: 'likely' as const }]
        : [],
    ),
  )
