import type { ComponentConfig, Config } from '../config/config.ts'
import { nextConfigFile, renderNextConfig } from '../dockerfile/next-config.ts'
import { proxyFile, renderProxyConfig } from '../dockerfile/proxy-config.ts'
import { renderDockerfile } from '../dockerfile/render-dockerfile.ts'
import type { ProxyRule, Stack } from '../dockerfile/stack.ts'
import { withPort } from '../dockerfile/with-port.ts'
import type { Project } from '../project/detect-project.ts'
import type { WantedFile } from './init-files.ts'
import type { Look } from './init-look.ts'

/** The stack that an image is generated from: none where a Dockerfile is there that isn't init's own. */
export function generatedStack({ project, paths, written }: Look, dir: string): Stack | undefined {
  const component = project.components.find((it) => it.dir === dir)
  const path = dir === '.' ? 'Dockerfile' : `${dir}/Dockerfile`
  const isTheirs = component?.dockerfile || (paths.includes(path) && !Object.hasOwn(written, path))
  return component?.stack && 'stack' in component.stack && !isTheirs ? component.stack.stack : undefined
}

/** A web server with files reads nothing of the environment when it runs. */
export function servesFiles(look: Look, dir: string): boolean {
  const stack = generatedStack(look, dir)
  if (stack) return stack.language === 'javascript' && /^(static|plain)$/.test(stack.serve.kind)
  const seen = look.project.components.find((it) => it.dir === dir)
  // unless its settings are filled in when it starts
  return (
    seen?.isWebServer === true &&
    !seen.variables.some(({ phase, isRequired }) => phase === 'run' && isRequired)
  )
}

/** Dockerfiles, and what they copy, for components that have none. */
export const imageFiles = (config: Config, seen: Look): WantedFile[] =>
  [config.frontend, config.backend]
    .filter(({ image }) => !image)
    .flatMap((component) => filesOf(component, config, seen))

function filesOf(component: ComponentConfig, config: Config, seen: Look): WantedFile[] {
  const { dir, port, build } = component
  const found = generatedStack(seen, dir)
  const path = dir === '.' ? 'Dockerfile' : `${dir}/Dockerfile`
  if (!found || build.dockerfile !== path || build.context !== contextOf(seen.project, dir)) return []
  const buildArgs = [...new Set([...found.buildArgs, ...Object.keys(build.args)])]
  const stack = withBackend({ ...withPort(found, port), buildArgs }, config)
  return [{ path, content: renderDockerfile(stack) }, ...proxyFiles(stack, dir)]
}

function withBackend(stack: Stack, { name, backend }: Config): Stack {
  if (stack.language !== 'javascript' || !stack.next) return stack
  return { ...stack, next: { ...stack.next, backendUrl: `http://${name}-backend:${backend.service.port}` } }
}

/** The paths that a generated image passes on to the backend. */
export const passedOn = (stack: Stack | undefined): ProxyRule[] => {
  if (stack?.language !== 'javascript') return []
  return 'proxy' in stack.serve ? stack.serve.proxy : (stack.next?.rules ?? [])
}

const contextOf = ({ components }: Project, dir: string): string | undefined => {
  const stack = components.find((it) => it.dir === dir)?.stack
  return stack && 'stack' in stack ? stack.context : undefined
}

function proxyFiles(stack: Stack, dir: string): WantedFile[] {
  if (stack.language !== 'javascript') return []
  const { serve, next } = stack
  const place = (name: string) => (dir === '.' ? name : `${dir}/${name}`)
  if ('proxy' in serve) return [{ path: place(proxyFile), content: renderProxyConfig(serve) }]
  if (!next || next.rules.length === 0) return []
  return [{ path: place(nextConfigFile(next.own)), content: renderNextConfig(next.own, next.rules) }]
}
