import { checkBrowserVariable, checkVariableName } from './check-variable.ts'
import type { ComponentConfig, Probe } from './config.ts'
import type { Issue, Path } from './problem.ts'
import { isAbove } from './quantity.ts'

export const checkComponent = (component: ComponentConfig): Issue[] => [
  ...checkResources(component),
  ...checkService(component),
  ...checkEnv(component),
  ...checkBuildArgs(component),
  ...checkConfigMapSize(component),
  ...checkProbes(component),
  ...checkScaling(component),
]

const issue = (path: Path, message: string, hint: string, at: Issue['at'] = 'value'): Issue => ({
  path,
  at,
  message,
  hint,
})

function checkResources({ role, resources: { requests, limits } }: ComponentConfig): Issue[] {
  const kinds = ['cpu', 'memory'] as const
  return kinds
    .filter((kind) => isAbove(requests[kind], limits[kind]))
    .map((kind) =>
      issue(
        [role, 'resources', 'requests', kind],
        `the request ${requests[kind]} is above the limit ${limits[kind]}`,
        `Lower the request, or raise \`${role}.resources.limits.${kind}\`.`,
      ),
    )
}

function checkService({ role, service }: ComponentConfig): Issue[] {
  if (service.nodePort === undefined || service.type !== 'ClusterIP') return []
  const message = 'a ClusterIP Service has no node port'
  return [issue([role, 'service', 'nodePort'], message, 'Set `type: NodePort`, or remove it.')]
}

function checkEnv({ role, env, secrets }: ComponentConfig): Issue[] {
  const bound = new Map<string, string>()
  const issues = checkValues([role, 'env'], env)
  secrets.forEach(({ name, as }, index) => {
    const path = [role, 'secrets', index]
    issues.push(...checkKey(path, as))
    if (Object.hasOwn(env, as)) {
      issues.push(
        issue([role, 'env', as], `\`${as}\` also comes from a secret`, 'Remove one of the two.', 'key'),
      )
    }
    const other = bound.get(as)
    if (other !== undefined) {
      issues.push(issue(path, `\`${as}\` is already bound to \`${other}\``, 'Bind it once.'))
    }
    bound.set(as, name)
  })
  return issues
}

function checkKey(path: Path, name: string): Issue[] {
  const fault = checkVariableName(name)
  return fault ? [{ path, at: 'key', ...fault }] : []
}

const checkBuildArgs = ({ role, build }: ComponentConfig): Issue[] =>
  checkValues([role, 'build', 'args'], build.args)

function checkValues(place: Path, values: Record<string, string>): Issue[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = [...place, name]
    const fault = checkBrowserVariable(name, value)
    return [...checkKey(path, name), ...(fault ? [{ path, at: 'value' as const, ...fault }] : [])]
  })
}

const configMapLimit = 1024 * 1024

/** The API server counts keys and values. */
function checkConfigMapSize({ role, env }: ComponentConfig): Issue[] {
  const size = Object.entries(env).reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  if (size < configMapLimit) return []
  const message = `the variables take ${size} bytes, and a ConfigMap holds less than ${configMapLimit}`
  return [issue([role, 'env'], message, 'Put large data into files of the image.')]
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length

const probeKinds = ['readiness', 'liveness', 'startup'] as const

function checkProbes({ role, probes }: ComponentConfig): Issue[] {
  return probeKinds.flatMap((kind) => checkProbe([role, 'probes', kind], probes[kind]))
}

function checkProbe(path: Path, probe: Probe): Issue[] {
  const ways = [probe.path !== undefined && 'path', probe.tcp && 'tcp', probe.command && 'command']
  const chosen = ways.filter((way) => typeof way === 'string')
  if (chosen.length > 1) {
    return [issue(path, `it asks in several ways at once: ${chosen.join(', ')}`, 'Keep exactly one.', 'key')]
  }
  if (probe.host === undefined || probe.path !== undefined) return []
  return [issue([...path, 'host'], 'only an HTTP probe sends a host', 'Add `path`, or remove `host`.')]
}

function checkScaling({ role, hpa }: ComponentConfig): Issue[] {
  if (!hpa || hpa.maxReplicas >= hpa.minReplicas) return []
  const message = `at most ${hpa.maxReplicas} pods, but at least ${hpa.minReplicas}`
  return [issue([role, 'hpa', 'maxReplicas'], message, `Use ${hpa.minReplicas} or more.`)]
}
