import { isDeepStrictEqual } from 'node:util'
import type { Resource, StoredObject } from '../../store.ts'
import { type FieldProblem, invalid } from '../api-error.ts'
import { dig, type Json, recordOf, recordsOf, textOf } from '../json.ts'
import { checkName } from './names.ts'
import { checkPodSpec, checkSelector, problem, required, unsupported } from './pod-template.ts'

type Check = (spec: Json, object: StoredObject, previous: StoredObject | undefined) => FieldProblem[]

const workload: Check = (spec, _object, previous) => [
  ...(Number(spec.replicas ?? 0) < 0
    ? [problem('spec.replicas', `Invalid value: ${spec.replicas}: must be greater than or equal to 0`)]
    : []),
  ...checkSelector(spec),
  ...checkPodSpec(recordOf(dig(spec, 'template', 'spec')), 'spec.template.spec'),
  ...immutable(previous, spec, 'selector'),
]

const checks: Record<string, Check> = {
  '/pods': checkPod,
  '/services': checkService,
  '/configmaps': (_spec, object) => [...checkKeys(object, 'data'), ...checkKeys(object, 'binaryData')],
  '/secrets': (_spec, object, previous) => [...checkKeys(object, 'data'), ...checkType(object, previous)],
  'apps/deployments': workload,
  'apps/replicasets': workload,
  'apps/statefulsets': workload,
  'apps/daemonsets': workload,
  'batch/jobs': checkJob,
}

/** Throws a 422 that names every field that is wrong. */
export function checkObject(resource: Resource, object: StoredObject, previous?: StoredObject): void {
  const name = object.metadata?.name ?? ''
  const check = checks[`${resource.group}/${resource.resource}`]
  const problems = [
    ...checkName(resource.resource, name),
    ...checkLabels(recordOf(object.metadata?.labels)),
    ...checkFrozen(object, previous),
    ...(check?.(recordOf(object.spec), object, previous) ?? []),
  ]
  if (problems.length > 0) throw invalid(resource, name, problems)
}

const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const labelSentence = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`

function checkLabels(labels: Json): FieldProblem[] {
  return Object.values(labels).flatMap((value) => {
    const text = String(value)
    const why =
      text.length > 63
        ? 'must be no more than 63 characters'
        : labelValue.test(text)
          ? undefined
          : labelSentence
    return why ? [problem('metadata.labels', `Invalid value: ${JSON.stringify(text)}: ${why}`)] : []
  })
}

function immutable(previous: StoredObject | undefined, spec: Json, name: string): FieldProblem[] {
  const before = previous?.spec?.[name]
  if (previous === undefined || isDeepStrictEqual(before, spec[name])) return []
  return [problem(`spec.${name}`, `Invalid value: ${JSON.stringify(spec[name])}: field is immutable`)]
}

const dataKey = /^[-._a-zA-Z0-9]+$/

function checkKeys(object: StoredObject, field: string): FieldProblem[] {
  return Object.keys(recordOf(object[field])).flatMap((key) => {
    if (dataKey.test(key)) return []
    const why = `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`
    return [problem(`${field}[${key}]`, `Invalid value: ${JSON.stringify(key)}: ${why}`)]
  })
}

function checkType(secret: StoredObject, previous: StoredObject | undefined): FieldProblem[] {
  if (previous === undefined || previous.type === secret.type) return []
  return [problem('type', `Invalid value: ${JSON.stringify(secret.type)}: field is immutable`)]
}

/** `immutable: true` on a ConfigMap or Secret holds for ever. */
function checkFrozen(object: StoredObject, previous: StoredObject | undefined): FieldProblem[] {
  if (previous?.immutable !== true) return []
  const changed = ['data', 'binaryData'].filter((name) => !isDeepStrictEqual(object[name], previous[name]))
  const why = 'field is immutable when `immutable` is set'
  return changed.map((name) => problem(name, `Forbidden: ${why}`, 'FieldValueForbidden'))
}

const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

function checkService(spec: Json, _object: StoredObject, previous: StoredObject | undefined): FieldProblem[] {
  const ports = recordsOf(spec.ports)
  const type = textOf(spec.type)
  return [
    ...(ports.length === 0 && type !== 'ExternalName' && spec.clusterIP !== 'None'
      ? [required('spec.ports')]
      : []),
    ...(serviceTypes.includes(type) ? [] : [unsupported('spec.type', type, serviceTypes)]),
    ...ports.flatMap((port, index) => [
      ...(ports.length > 1 && !port.name ? [required(`spec.ports[${index}].name`)] : []),
      ...checkServicePort(port, `spec.ports[${index}]`),
    ]),
    ...(previous?.spec?.clusterIP && type !== 'ExternalName' ? immutableAddress(previous, spec) : []),
  ]
}

function checkServicePort({ port, targetPort }: Json, path: string): FieldProblem[] {
  return [
    ...checkRange(port, `${path}.port`),
    ...(typeof targetPort === 'number' ? checkRange(targetPort, `${path}.targetPort`) : []),
  ]
}

function checkRange(port: unknown, path: string): FieldProblem[] {
  if (Number(port) >= 1 && Number(port) <= 65_535) return []
  return [problem(path, `Invalid value: ${Number(port ?? 0)}: must be between 1 and 65535, inclusive`)]
}

function immutableAddress(previous: StoredObject, spec: Json): FieldProblem[] {
  const before = previous.spec?.clusterIP
  if (spec.clusterIP === before) return []
  return [
    problem(
      'spec.clusterIPs[0]',
      `Invalid value: ${JSON.stringify([spec.clusterIP])}: may not change once set`,
    ),
  ]
}

function checkPod(spec: Json, _object: StoredObject, previous: StoredObject | undefined): FieldProblem[] {
  if (previous === undefined) return checkPodSpec(spec, 'spec')
  const rest = (pod: Json): Json => {
    const {
      containers,
      initContainers,
      activeDeadlineSeconds: _,
      tolerations: _t,
      nodeName: _n,
      terminationGracePeriodSeconds: _g,
      ...others
    } = pod
    const fixed = (list: unknown) => recordsOf(list).map(({ image: _image, ...container }) => container)
    return { ...others, containers: fixed(containers), initContainers: fixed(initContainers) }
  }
  if (isDeepStrictEqual(rest(recordOf(previous.spec)), rest(spec))) return []
  const mutable =
    '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'
  return [
    problem(
      'spec',
      `Forbidden: pod updates may not change fields other than ${mutable}`,
      'FieldValueForbidden',
    ),
  ]
}

const restartPolicy = 'spec.template.spec.restartPolicy'

function checkJob(spec: Json, _object: StoredObject, previous: StoredObject | undefined): FieldProblem[] {
  const policy = dig(spec, 'template', 'spec', 'restartPolicy')
  const policies = ['OnFailure', 'Never']
  const template = previous ? immutable(previous, spec, 'template') : []
  return [
    ...checkPodSpec(recordOf(dig(spec, 'template', 'spec')), 'spec.template.spec'),
    ...(policies.includes(textOf(policy))
      ? []
      : [required(restartPolicy, 'valid values: "OnFailure", "Never"')]),
    ...template,
  ]
}
