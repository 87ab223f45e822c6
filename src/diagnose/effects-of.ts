import type { Verdict } from '../report.ts'
import { activePods, type Scope } from '../rollout/scope.ts'
import { isServing, type Sight } from '../rollout/verdicts/explains.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'
import { causeKey } from './cause-key.ts'
import type { Cause } from './collapse-causes.ts'

type Effect = Verdict['effects'][number]

const nameOf = ({ object }: Finding): string => `${object.kind}/${object.name}`

const distinct = (findings: Finding[]): Finding[] =>
  findings.filter((one, index) => findings.findIndex((other) => causeKey(other) === causeKey(one)) === index)

/** The same cause in another component; the same in another pod is only a number. */
const elsewhere = ({ root, alike }: Cause): Finding[] =>
  alike.filter(
    (one, index) =>
      one.object.component !== root.object.component &&
      alike.findIndex((other) => other.object.component === one.object.component) === index,
  )

const isCutOff = (scope: Scope): boolean => scope.service !== undefined && !isServing(scope)

const cutOff = (scopes: Scope[]): Effect[] =>
  scopes.filter(isCutOff).map(({ service }) => ({
    object: `Service/${service!.name}`,
    message: 'has no ready endpoint: every request to it fails',
  }))

/** In this product's model the frontend passes its API calls on to the backend; elsewhere the environment names the host. */
const calls = (client: Scope, service: string): boolean => {
  if (client.component.role === 'frontend') return true
  const host = service.replace(/[^a-z0-9-]/g, '')
  const asHost = new RegExp(`(//|"value":"|@)${host}[:/."]`)
  return asHost.test(client.deployment?.template ?? '')
}

const isUp = (sight: Sight, scope: Scope): boolean => activePods(sight.memory, scope).some((pod) => pod.ready)

/** Who runs, and gets no answer from what is broken. */
const orphaned = (sight: Sight, broken: Scope[]): Effect[] =>
  broken
    .filter((one) => isCutOff(one) && one.component.role !== 'frontend')
    .flatMap(({ component: { service } }) =>
      sight.scopes
        .filter((client) => !broken.includes(client) && isUp(sight, client) && calls(client, service))
        .map(({ component: { deployment } }) => ({
          object: `Deployment/${deployment}`,
          message: `runs, but what it passes on to ${service} gets no answer`,
        })),
    )

/** Everything that will heal with the cause: other findings, Services that nobody serves, and who calls those. */
export const effectsOf = (sight: Sight, cause: Cause): Effect[] => {
  const affected = new Set([cause.root, ...cause.alike].map((one) => one.object.component))
  const broken = sight.scopes.filter((scope) => affected.has(scope.component.role))
  const services = cause.root.object.kind === 'Service' ? [] : cutOff(broken)
  // Kubernetes' own deadline is an echo of whatever keeps the pods from being ready
  const told = cause.effects.filter((one) => one.class !== 'no-progress')
  const found = [...elsewhere(cause), ...distinct(told)]
  return [
    ...found.map((one) => ({ object: nameOf(one), message: one.message })),
    ...services,
    ...orphaned(sight, broken),
  ]
}
