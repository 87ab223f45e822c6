import { checkAccess } from './check-access.ts'
import { checkComponent } from './check-component.ts'
import { checkImages } from './check-images.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkBackendVariable, checkBrowserVariable } from './check-variable.ts'
import type { Config } from './config.ts'
import type { Issue } from './problem.ts'

/** Rules that need more than one answer. The schema has accepted each single one. */
export const checkConfig = (config: Config): Issue[] => [
  ...checkComponent(config.frontend),
  ...checkComponent(config.backend),
  ...checkNodePorts(config),
  ...checkAccess(config),
  ...checkSecrets(config),
  ...checkImages(config),
  ...checkVariables(config),
  ...checkEnvironments(config),
]

function checkNodePorts({ frontend, backend }: Config): Issue[] {
  const port = backend.service.nodePort
  if (port === undefined || port !== frontend.service.nodePort) return []
  return [
    {
      path: ['backend', 'service', 'nodePort'],
      at: 'value',
      message: `both components want node port ${port}`,
      hint: `Give one of them another, for example ${port === 32767 ? 30000 : port + 1}.`,
    },
  ]
}

function checkVariables({ frontend, environments }: Config): Issue[] {
  const name = frontend.backendUrlEnv
  const fault = name ? checkBackendVariable(name) : undefined
  const own: Issue[] = fault ? [{ path: ['frontend', 'backendUrlEnv'], at: 'value', ...fault }] : []
  return [...own, ...Object.entries(environments).flatMap(([at, it]) => checkOverlay(at, it.values ?? {}))]
}

/** An environment's values go over the chart's, the variables of its ConfigMaps among them. */
function checkOverlay(environment: string, values: Record<string, unknown>): Issue[] {
  return ['frontend', 'backend'].flatMap((role) => {
    const env = (values[role] as { env?: Record<string, unknown> } | undefined)?.env ?? {}
    return Object.entries(env).flatMap(([name, value]): Issue[] => {
      const fault = checkBrowserVariable(name, String(value))
      const path = ['environments', environment, 'values', role, 'env', name]
      return fault ? [{ path, at: 'value', ...fault }] : []
    })
  })
}

/** It is a part of the name of a file, and what people type after `--env`. */
function checkEnvironments({ environments }: Config): Issue[] {
  const names = Object.keys(environments).filter((name) => !/^[A-Za-z0-9][\w.-]{0,62}$/.test(name))
  return names.map((name) => ({
    path: ['environments', name],
    at: 'key',
    message: `\`${name}\` can't be the name of an environment`,
    hint: 'Use letters, digits, `-`, `_` and `.`, beginning with a letter or digit.',
  }))
}
