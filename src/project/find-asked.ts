import type { FoundComponent } from './component.ts'
import { findUpstreams } from './find-upstreams.ts'
import { at, type ProjectFiles } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'

type BuiltFrom = (service: ComposeService, dir: string) => boolean

/** The components that a frontend's web server, or what compose tells a frontend, asks: by folder, with where it is said. */
export function findAsked(
  components: FoundComponent[],
  services: ComposeService[],
  files: ProjectFiles,
  isBuiltFrom: BuiltFrom,
): Map<string, string> {
  const asked = new Map<string, string>()
  for (const frontend of components.filter(isForBrowsers)) {
    const own = services.filter((it) => isBuiltFrom(it, frontend.dir))
    for (const { host, source } of [...fromServer(frontend, files), ...own.flatMap(fromEnvironment)]) {
      const service = services.find(({ name, isBuilt }) => name === host && isBuilt)
      const other = components.find(({ dir }) => service && isBuiltFrom(service, dir))
      if (other && other !== frontend && !asked.has(other.dir)) asked.set(other.dir, source)
    }
  }
  return asked
}

const isForBrowsers = ({ framework, isWebServer }: FoundComponent) =>
  framework?.value.role === 'frontend' || isWebServer

const fromServer = ({ image }: FoundComponent, files: ProjectFiles) =>
  findUpstreams(image, files).map(({ host, line }) => ({ host, source: at(line) }))

const fromEnvironment = ({ environment, line }: ComposeService) =>
  [...environment.values()].flatMap((value) => {
    const host = /^(?:\$\{\w+:-)?https?:\/\/([\w-]+)(?=[:/]|$)/.exec(value)?.[1]
    return host ? [{ host, source: at(line) }] : []
  })
