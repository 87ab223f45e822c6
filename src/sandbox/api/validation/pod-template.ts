import type { FieldProblem } from '../api-error.ts'
import { dig, isRecord, type Json, recordOf, recordsOf, textOf } from '../json.ts'
import { quantityOf } from './quantity.ts'

export const problem = (field: string, message: string, reason = 'FieldValueInvalid'): FieldProblem => ({
  field,
  reason,
  message,
})
export const required = (field: string, why = ''): FieldProblem =>
  problem(field, `Required value${why === '' ? '' : `: ${why}`}`, 'FieldValueRequired')
export const unsupported = (field: string, value: unknown, values: string[]): FieldProblem =>
  problem(
    field,
    `Unsupported value: ${JSON.stringify(value)}: supported values: ${values.map((one) => JSON.stringify(one)).join(', ')}`,
    'FieldValueNotSupported',
  )

export function checkPodSpec(spec: Json, path: string): FieldProblem[] {
  const containers = recordsOf(spec.containers)
  const volumes = new Set(recordsOf(spec.volumes).map(({ name }) => name))
  return [
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((one, index) => checkContainer(one, `${path}.containers[${index}]`, volumes)),
    ...recordsOf(spec.initContainers).flatMap((one, index) =>
      checkContainer(one, `${path}.initContainers[${index}]`, volumes),
    ),
    ...duplicates(containers, 'name', `${path}.containers`),
  ]
}

function checkContainer(container: Json, path: string, volumes: Set<unknown>): FieldProblem[] {
  const mounts = recordsOf(container.volumeMounts)
  return [
    ...(textOf(container.name) === '' ? [required(`${path}.name`)] : []),
    ...(textOf(container.image) === '' ? [required(`${path}.image`)] : []),
    ...recordsOf(container.ports).flatMap((port, index) =>
      checkPort(port.containerPort, `${path}.ports[${index}].containerPort`),
    ),
    ...recordsOf(container.env).flatMap((one, index) =>
      textOf(one.name) === '' ? [required(`${path}.env[${index}].name`)] : [],
    ),
    ...mounts.flatMap((mount, index) =>
      volumes.has(mount.name)
        ? []
        : [
            problem(
              `${path}.volumeMounts[${index}].name`,
              `Not found: ${JSON.stringify(mount.name)}`,
              'FieldValueNotFound',
            ),
          ],
    ),
    ...checkProbe(container.livenessProbe, `${path}.livenessProbe`),
    ...checkProbe(container.readinessProbe, `${path}.readinessProbe`),
    ...checkPolicy(container.imagePullPolicy, `${path}.imagePullPolicy`),
    ...checkResources(recordOf(container.resources), `${path}.resources`),
  ]
}

const policies = ['Always', 'IfNotPresent', 'Never']
const checkPolicy = (policy: unknown, path: string): FieldProblem[] =>
  policies.includes(textOf(policy)) ? [] : [unsupported(path, policy, policies)]

export function checkPort(port: unknown, path: string): FieldProblem[] {
  if (port === undefined || port === 0) return [required(path)]
  const isInside = Number(port) >= 1 && Number(port) <= 65_535
  return isInside ? [] : [problem(path, `Invalid value: ${port}: must be between 1 and 65535, inclusive`)]
}

function checkProbe(probe: unknown, path: string): FieldProblem[] {
  if (!isRecord(probe)) return []
  const hasHandler = ['httpGet', 'tcpSocket', 'exec', 'grpc'].some((name) => isRecord(probe[name]))
  return hasHandler ? [] : [required(path, 'must specify a handler type')]
}

function checkResources(resources: Json, path: string): FieldProblem[] {
  const limits = recordOf(resources.limits)
  return Object.entries(recordOf(resources.requests)).flatMap(([name, value]) => {
    const limit = limits[name]
    if (limit === undefined || quantityOf(value) <= quantityOf(limit)) return []
    return [
      problem(
        `${path}.requests`,
        `Invalid value: ${JSON.stringify(String(value))}: must be less than or equal to ${name} limit of ${limit}`,
      ),
    ]
  })
}

function duplicates(items: Json[], key: string, path: string): FieldProblem[] {
  const seen = new Set<unknown>()
  return items.flatMap((item, index) => {
    const isTwice = seen.has(item[key])
    seen.add(item[key])
    return isTwice
      ? [
          problem(
            `${path}[${index}].${key}`,
            `Duplicate value: ${JSON.stringify(item[key])}`,
            'FieldValueDuplicate',
          ),
        ]
      : []
  })
}

/** A template whose pods its own selector would not find. */
export function checkSelector(spec: Json): FieldProblem[] {
  const wanted = recordOf(dig(spec, 'selector', 'matchLabels'))
  const labels = recordOf(dig(spec, 'template', 'metadata', 'labels'))
  const expressions = dig(spec, 'selector', 'matchExpressions')
  if (Object.keys(wanted).length === 0 && !Array.isArray(expressions)) return [required('spec.selector')]
  if (Object.entries(wanted).every(([key, value]) => labels[key] === value)) return []
  const shown = JSON.stringify(labels)
  return [
    problem(
      'spec.template.metadata.labels',
      `Invalid value: ${shown}: \`selector\` does not match template \`labels\``,
    ),
  ]
}
