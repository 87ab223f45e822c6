import type { ComponentConfig, Config } from '../config/config.ts'
import { renderProxyConfig } from '../dockerfile/proxy-config.ts'
import { proxyFile } from '../dockerfile/recipes/static-site.ts'
import { renderDockerfile } from '../dockerfile/render-dockerfile.ts'
import type { Stack } from '../dockerfile/stack.ts'
import type { Project } from '../project/detect-project.ts'
import type { WantedFile } from './init-files.ts'
import type { Look } from './init-look.ts'

/** The stack that an image is generated from: none where a Dockerfile is there that isn't init's own. */
export function generatedStack({ project, paths, written }: Look, dir: string): Stack | undefined {
  const component = project.components.find((it) => it.dir === dir)
  const path = dir === '.' ? 'Dockerfile' : `${dir}/Dockerfile`
  const isTheirs = paths.includes(path) && !Object.hasOwn(written, path)
  return component?.stack && 'stack' in component.stack && !isTheirs ? component.stack.stack : undefined
}

/** Dockerfiles, and what they copy, for components that have none. */
export const imageFiles = ({ frontend, backend }: Config, seen: Look): WantedFile[] =>
  [frontend, backend].filter(({ image }) => !image).flatMap((component) => filesOf(component, seen))

function filesOf(component: ComponentConfig, seen: Look): WantedFile[] {
  const { dir, port, build } = component
  const found = generatedStack(seen, dir)
  const path = dir === '.' ? 'Dockerfile' : `${dir}/Dockerfile`
  if (!found || build.dockerfile !== path || build.context !== contextOf(seen.project, dir)) return []
  const stack = { ...found, port, buildArgs: [...new Set([...found.buildArgs, ...Object.keys(build.args)])] }
  return [{ path, content: renderDockerfile(stack) }, ...proxyFiles(stack, dir)]
}

const contextOf = ({ components }: Project, dir: string): string | undefined => {
  const stack = components.find((it) => it.dir === dir)?.stack
  return stack && 'stack' in stack ? stack.context : undefined
}

const proxyFiles = (stack: Stack, dir: string): WantedFile[] =>
  stack.language === 'javascript' && (stack.serve.kind === 'static' || stack.serve.kind === 'plain')
    ? [{ path: dir === '.' ? proxyFile : `${dir}/${proxyFile}`, content: renderProxyConfig(stack.serve) }]
    : []
