import { type Dockerfile, findLast, type Instruction } from '../dockerfile/read-dockerfile.ts'
import { findSettingsPort } from './find-settings-port.ts'
import { findSourcePorts } from './find-source-ports.ts'
import type { Example } from './find-variables.ts'
import { findWebServerPort } from './find-web-server.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import type { Framework } from './frameworks.ts'
import { at, type Folder, findMatches, isSource, within } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import type { Manifest } from './read-manifest.ts'
import { factsFor, type PlatformFact } from './read-platforms.ts'

type Evidence = {
  folder: Folder
  manifests: Manifest[]
  dockerfile?: Dockerfile
  framework?: Finding<Framework>
  /** Services of compose files that are built from the folder. */
  services: ComposeService[]
  platforms: PlatformFact[]
  /** The project's own example environment, which may stand above the folder. */
  examples: ReadonlyMap<string, Example>
}

/** What the image says, then how it is started, then what the source and the example environment say, then the framework. */
export function findPort(evidence: Evidence): Finding<number> | undefined {
  const { folder, dockerfile } = evidence
  const web = dockerfile && findWebServerPort(dockerfile, folder)
  if (web) return settle([web, ...fromDockerfile(dockerfile)])
  return settle([
    ...fromDockerfile(dockerfile),
    ...fromCommands(evidence.services),
    ...fromPlatforms(evidence),
    ...fromScripts(evidence.manifests),
    ...findSettingsPort(folder),
    // what a page names is where somebody else listens
    ...(evidence.framework?.value.role === 'frontend' && evidence.framework.value.port === 80
      ? []
      : findSourcePorts(folder)),
    ...fromExample(folder),
    ...fromNamedExample(evidence),
    ...fromPublished(evidence.services),
    ...fromFramework(evidence.framework),
  ])
}

const sighting = (
  text: string | undefined,
  source: string,
  confidence: Sighting<number>['confidence'] = 'certain',
): Sighting<number>[] => {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 && value < 65536 ? [{ value, source, confidence }] : []
}

/** What the server is told wins over EXPOSE, which tells nobody but people. */
function fromDockerfile(file: Dockerfile | undefined): Sighting<number>[] {
  if (!file) return []
  const [expose, command, entry] = ['EXPOSE', 'CMD', 'ENTRYPOINT'].map((name) => findLast(file, name))
  const variables = file.last.filter(({ name }) => name === 'ENV' || name === 'ARG')
  const named = /^\$\{?(\w+)/.exec(expose?.rest ?? '')?.[1]
  return [
    ...[command, entry].flatMap((one) =>
      sighting(one?.rest.match(portOption)?.[1], `${file.path}:${one?.line} ${one?.name}`),
    ),
    ...sighting(expose?.rest.match(/^\d+/)?.[0], `${file.path}:${expose?.line} EXPOSE`),
    ...variables.flatMap(({ name, rest, line }) => {
      const match = ownPort.exec(rest) ?? (named ? new RegExp(`\\b${named}[= ]"?(\\d+)`).exec(rest) : null)
      return sighting(match?.[1] ?? match?.[2], `${file.path}:${line} ${name}`)
    }),
    ...(portOption.test((command ?? entry)?.rest ?? '') ? [] : usualPort(command ?? entry, file)),
  ]
}

/** Where a server listens that is told nothing. */
const usual: [start: RegExp, port: string][] = [
  [/\bfastapi\W+run\b|\b(uvicorn|gunicorn|hypercorn|daphne)\b/, '8000'],
  [/\bflask\W+(?:\S+\W+)*run\b/, '5000'],
  [/\bnext\W+start\b|\brails\W+(s|server)\b|^\W*serve\b/, '3000'],
  [/\bmanage\.py\W+runserver\b/, '8000'],
]

function usualPort(command: Instruction | undefined, { path }: Dockerfile): Sighting<number>[] {
  const row = usual.find(([start]) => start.test(command?.rest ?? ''))
  return row
    ? sighting(row[1], `${path}:${command!.line} ${command!.name}, whose server takes it by itself`, 'likely')
    : []
}

const ownPort =
  /\b(?:(?:APP|API|SERVER|HTTP|BACKEND|LISTEN|BIND(?:_ADDRESS)?)_)?PORT[= ]"?(\d+)|ASPNETCORE_(?:URLS[= ]"?[^\s;]*?:|HTTP_PORTS[= ]"?)(\d+)/

const portOption = /(?:--port|-p|--bind \S*?:|:)["',\s=]*(\d{2,5})\b/

const fromPlatforms = ({ folder, platforms }: Evidence) =>
  factsFor(folder, platforms, 'port').flatMap(({ value, line }) => sighting(value, at(line)))

const fromScripts = (manifests: Manifest[]) =>
  manifests.flatMap(({ path, scripts }) =>
    sighting(scripts.start?.command.match(portOption)?.[1], `${path}:${scripts.start?.line} start`),
  )

const fromCommands = (services: ComposeService[]) =>
  services.flatMap(({ command }) =>
    command ? sighting(command.text.match(portOption)?.[1], `${at(command.line)} command`) : [],
  )

const fromPublished = (services: ComposeService[]) =>
  services.flatMap(({ ports }) =>
    ports.flatMap(({ port, line }) => sighting(String(port), `${at(line)} ports`, 'likely')),
  )

const fromExample = (folder: Folder) =>
  findMatches(
    folder,
    (path) => path.startsWith(within(folder.dir, '.env')),
    /^PORT\s*=\s*["']?(\d+)/g,
  ).flatMap((line) => sighting(line.match[1], at(line), 'likely'))

const demanded =
  /(?:[gG]et\w*|environ|env::var)[^\n]{0,20}[("'`[]((?:(?:API|APP|SERVER|BACKEND|HTTP|LISTEN|BIND(?:_ADDRESS)?)_)PORT)["'`]/g

/** A port that the source has to be told, as the example of the whole project tells it. */
const fromNamedExample = ({ folder, examples }: Evidence) =>
  findMatches(folder, isSource, demanded)
    .slice(0, 1)
    .flatMap((line) =>
      sighting(examples.get(line.match[1]!)?.value, `${at(line)} ${line.match[1]}`, 'likely'),
    )

const fromFramework = (framework: Finding<Framework> | undefined) =>
  framework ? sighting(String(framework.value.port), `usual for ${framework.value.name}`, 'guess') : []
