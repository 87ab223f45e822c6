import type { V1Service } from '@kubernetes/client-node'
import { checkBrowserVariable } from '../config/check-variable.ts'
import type { Config } from '../config/config.ts'
import { namesOfDatabase } from '../config/database-forms.ts'
import type { ComponentRole, Rule } from '../report.ts'
import { backendAddress } from '../rollout/entities/backend-address.ts'
import { rule, unchecked } from '../rollout/entities/rules.ts'
import type { Parts } from './manifest-parts.ts'
import type { Manifest } from './read-manifests.ts'
import { targetPort } from './static-service-rules.ts'

export const componentRules = (
  config: Config,
  role: ComponentRole,
  parts: Parts,
  manifests: Manifest[],
): Rule[] => [
  portRule(config, role, parts),
  ...(role === 'frontend'
    ? [browserRule(config), addressRule(config, parts, manifests)]
    : [databaseRule(config, parts)]),
]

/** The application's port = the container's port = what the Service leads to. */
function portRule(config: Config, role: ComponentRole, { service, containers }: Parts): Rule {
  const { port } = config[role]
  if (!service) return unchecked('ports-match', 'the chart renders no Service for it')
  const targets = (service.spec?.ports ?? []).map((one) => targetPort(one, containers))
  const holds = targets.includes(port)
  const leads = targets.map((target) => target ?? 'nowhere').join(', ')
  return rule(
    'ports-match',
    holds,
    holds ? `${port} all the way` : `listens on ${port}; the Service leads to ${leads}`,
  )
}

function browserRule({ frontend }: Config): Rule {
  const faults = Object.entries(frontend.build.args).flatMap(
    ([name, value]) => checkBrowserVariable(name, value) ?? [],
  )
  const evidence = faults.map(({ message }) => message).join('; ')
  return rule(
    'browser-variables',
    faults.length === 0,
    evidence || 'none holds a name that only the cluster knows',
  )
}

function addressRule({ namespace }: Config, { configMap, containers }: Parts, manifests: Manifest[]): Rule {
  const env = containers.flatMap((one) => one.env ?? []).filter(({ value }) => value !== undefined)
  const variables = {
    ...configMap?.data,
    ...Object.fromEntries(env.map(({ name, value }) => [name, value!])),
  }
  const services = manifests.filter(({ kind }) => kind === 'Service') as V1Service[]
  return backendAddress(variables, { services, namespace, isWhole: false })
}

function databaseRule(config: Config, { containers }: Parts): Rule {
  const { database, backend, name } = config
  const id = 'reads-database-url'
  if (!database) return unchecked(id, 'no database is configured')
  const leading = namesOfDatabase(config)
  const env = containers.flatMap((container) => container.env ?? [])
  const bound = backend.secrets.filter(
    (secret) =>
      leading.includes(secret.name) &&
      env.some((one) => one.name === secret.as && one.valueFrom?.secretKeyRef?.key === secret.name),
  )
  const evidence = `${bound.map(({ as }) => as).join(', ')} from ${name}-secrets, key ${bound.map((one) => one.name).join(', ')}`
  return rule(
    id,
    bound.length > 0,
    bound.length > 0 ? evidence : `no variable comes from the key ${leading.join(' or ')}`,
  )
}
