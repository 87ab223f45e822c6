import type { Path } from '../config/problem.ts'

const renamed: [RegExp, (match: string[]) => Path][] = [
  [/^existingSecret$/, () => ['secrets']],
  [/^imagePullSecrets$/, () => ['images', 'pullSecret']],
  [/^(frontend|backend)\.autoscaling\.enabled$/, ([, role]) => [role!, 'hpa']],
  [/^(frontend|backend)\.autoscaling\.(.+)$/, ([, role, key]) => [role!, 'hpa', key!]],
  [/^(ingress|gateway)\.enabled$/, () => ['access', 'kind']],
  [/^ingress\.className$/, () => ['access', 'ingressClassName']],
  [/^gateway\.(name|namespace)$/, ([, key]) => ['access', 'gateway', key!]],
  [/^(?:ingress|gateway)\.(host|apiPath|tlsSecret)$/, ([, key]) => ['access', key!]],
  [/^(networkPolicy|podDisruptionBudget)\.enabled$/, ([, key]) => [key!]],
  [/^rollout\.progressDeadlineSeconds$/, () => ['rollout', 'timeoutSeconds']],
]

/** Which answer of the config a chart value is made from; most have the same path in both. */
export function configPathOf(valuePath: readonly string[]): Path {
  const key = valuePath.join('.')
  for (const [form, pathFor] of renamed) {
    const match = form.exec(key)
    if (match) return pathFor(match)
  }
  return valuePath
}
