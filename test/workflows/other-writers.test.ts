import { expect, it } from 'vitest'
import { findOtherWriter, type ManagedObject } from '../../src/workflows/other-writers.ts'

const env = {
  'f:spec': { 'f:containers': { 'k:{"name":"backend"}': { 'f:env': { '.': {}, 'k:{"name":"A"}': {} } } } },
}
const restart = {
  'f:metadata': { 'f:annotations': { '.': {}, 'f:kubectl.kubernetes.io/restartedAt': {} } },
}
const entry = (manager: string, template: object | undefined, time: string, rest: object = {}) => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  time: `2026-01-01T00:00:${time}Z`,
  fieldsV1: template ? { 'f:spec': { 'f:template': template } } : { 'f:spec': { 'f:replicas': {} } },
  ...rest,
})
const object = (...managedFields: ReturnType<typeof entry>[]): ManagedObject => ({
  metadata: { managedFields },
})
const helm = entry('helm', env, '07', { operation: 'Apply' })

it.each<[string, string | undefined, ManagedObject | undefined, ManagedObject]>([
  ['nobody but helm', undefined, object(), object(helm)],
  [
    'another operator of that name',
    'helm-controller',
    undefined,
    object(entry('helm-controller', env, '07')),
  ],
  ['a change of the moment', 'kubectl-set', object(helm), object(helm, entry('kubectl-set', env, '07'))],
  [
    'a change right after the first install',
    'kubectl-edit',
    undefined,
    object(helm, entry('kubectl-edit', env, '08')),
  ],
  [
    'a second change by who had made one before',
    'kubectl-set',
    object(entry('kubectl-set', env, '01')),
    object(helm, entry('kubectl-set', env, '08')),
  ],
  [
    'a change of long ago',
    undefined,
    object(entry('kubectl-set', env, '01')),
    object(helm, entry('kubectl-set', env, '01')),
  ],
  [
    'who only lost a field to helm',
    undefined,
    object(entry('kubectl-set', { ...env, 'f:metadata': { 'f:labels': { 'f:a': {} } } }, '01')),
    object(helm, entry('kubectl-set', env, '01')),
  ],
  [
    'a controller that reloads',
    undefined,
    object(),
    object(
      helm,
      entry('Reloader', { 'f:metadata': { 'f:annotations': { 'f:reloader.stakater.com/last': {} } } }, '08'),
    ),
  ],
  ['another number of pods', undefined, object(), object(helm, entry('kubectl-scale', undefined, '08'))],
  ['a restart', undefined, object(), object(helm, entry('kubectl-rollout', restart, '08'))],
  [
    'a status',
    undefined,
    object(),
    object(helm, entry('kube-controller-manager', env, '08', { subresource: 'status' })),
  ],
  ['an API server that names nobody', undefined, undefined, { metadata: {} }],
])('%s: %s', (_, writer, before, after) => expect(findOtherWriter(before, after)).toBe(writer))
