import { checkAccess } from './check-access.ts'
import { checkComponent } from './check-component.ts'
import { checkImages } from './check-images.ts'
import { checkSecrets } from './check-secrets.ts'
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

function checkVariables({ frontend }: Config): Issue[] {
  const name = frontend.backendUrlEnv
  if (!name || /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return []
  const message = `\`${name}\` is not a valid name of a variable`
  return [{ path: ['frontend', 'backendUrlEnv'], at: 'value', message, hint: 'For example `BACKEND_URL`.' }]
}
