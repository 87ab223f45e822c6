import { type Dockerfile, findLast } from '../dockerfile/read-dockerfile.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import type { Framework } from './frameworks.ts'
import { at, type Folder, findMatches, isSource, within } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

type Evidence = {
  folder: Folder
  manifests: Manifest[]
  dockerfile?: Dockerfile
  framework?: Finding<Framework>
}

/** What the image says, then how it is started, then what the source and the example environment say, then the framework. */
export function findPort(evidence: Evidence): Finding<number> | undefined {
  return settle([
    ...fromDockerfile(evidence.dockerfile),
    ...fromScripts(evidence.manifests),
    ...fromSources(evidence.folder),
    ...fromExample(evidence.folder),
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

function fromDockerfile(file: Dockerfile | undefined): Sighting<number>[] {
  if (!file) return []
  const [expose, command] = ['EXPOSE', 'CMD'].map((name) => findLast(file, name))
  const envs = file.last.filter(({ name }) => name === 'ENV')
  return [
    ...sighting(expose?.rest.match(/^\d+/)?.[0], `${file.path}:${expose?.line} EXPOSE`),
    ...envs.flatMap(({ rest, line }) =>
      sighting(rest.match(/\bPORT[= ]"?(\d+)/)?.[1], `${file.path}:${line} ENV`),
    ),
    ...sighting(command?.rest.match(portOption)?.[1], `${file.path}:${command?.line} CMD`),
  ]
}

const portOption = /(?:--port|-p|--bind \S*?:|:)["',\s=]*(\d{2,5})\b/

const fromScripts = (manifests: Manifest[]) =>
  manifests.flatMap(({ path, scripts }) =>
    sighting(scripts.start?.command.match(portOption)?.[1], `${path}:${scripts.start?.line} start`),
  )

const inSource =
  /(?:\b(?:[A-Z]+_)?PORT\b[^\n]{0,30}?(?:\?\?|\|\||,|:-?|=)\s*["'`]?|\.listen\(\s*|uvicorn\.run\([^)]*port\s*=\s*|ListenAndServe\(\s*"[^"]*:|\.run\([^)]*port\s*=\s*)(\d{4,5})\b/g

const fromSources = (folder: Folder) =>
  findMatches(folder, isSource, inSource).flatMap((line) => sighting(line.match[1], at(line), 'likely'))

const fromExample = (folder: Folder) =>
  findMatches(
    folder,
    (path) => path.startsWith(within(folder.dir, '.env')),
    /^PORT\s*=\s*["']?(\d+)/g,
  ).flatMap((line) => sighting(line.match[1], at(line), 'likely'))

const fromFramework = (framework: Finding<Framework> | undefined) =>
  framework ? sighting(String(framework.value.port), `usual for ${framework.value.name}`, 'guess') : []
