import type { NextProxy, NodeServe } from '../../dockerfile/stack.ts'
import type { FoundComponent } from '../component.ts'
import { isBackendAddress, isBackendVariable, ruleOf } from '../find-proxy.ts'
import { findServerReading } from '../find-server-reading.ts'
import { type ProjectFiles, within } from '../project-files.ts'

const names = ['js', 'mjs', 'ts'].map((kind) => `next.config.${kind}`)

/**
 * Where browsers have a variable for the backend's address and the server does not read it, a path of the frontend's own
 * does: neither an address nor CORS is needed.
 */
export function nextProxy(
  { dir, framework, variables }: FoundComponent,
  files: ProjectFiles,
  kind: NodeServe['kind'],
): NextProxy | undefined {
  if (framework?.value.name !== 'Next.js' || kind === 'static') return undefined
  const own = names.find((name) => files.texts.has(within(dir, name)))
  const settings = files.texts.get(within(dir, own ?? '')) ?? ''
  const addresses = variables.filter(isBackendAddress)
  const isSound = addresses.length > 0 && addresses.every(({ name }) => !findServerReading(dir, files, name))
  const rules = isSound ? addresses.slice(0, 1).map(ruleOf) : []
  const read = variables.filter((it) => isBackendVariable(it) && settings.includes(it.name))
  const backendArgs = [
    ...new Set([...read.map(({ name }) => name), ...(rules.length > 0 ? ['BACKEND_URL'] : [])]),
  ]
  return backendArgs.length === 0 ? undefined : { backendArgs, backendUrl: 'http://backend:80', own, rules }
}
