import type { Entity, Rule } from '../../report.ts'
import { contentState } from './content-state.ts'
import type { Part, Scene } from './facts.ts'
import { changedAt, findDocument } from './manifest.ts'
import { stayingPods } from './pods-of.ts'
import { referencesTo } from './references.ts'
import { relation, rule, stamp, unchecked } from './rules.ts'

const largest = 1024 * 1024
const annotation = 'checksum/config'

const sizeOf = (data: Record<string, string>): number =>
  new TextEncoder().encode(Object.entries(data).flat().join('')).length

const keysValid = (data: Record<string, string>): Rule => {
  const wrong = Object.keys(data).filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
  return rule(
    'keys-valid',
    wrong.length === 0,
    wrong.length > 0 ? `not valid: ${wrong.join(', ')}` : `${Object.keys(data).length} keys`,
  )
}

const isWritten = (text: string, value: string): boolean =>
  [JSON.stringify(value), `'${value}'`, `: ${value}`].some((form) => text.includes(form))

/** Keys whose value is not what helm wrote: somebody edited the object. */
const drifted = (scene: Scene, name: string, data: Record<string, string>): string[] => {
  const text = findDocument(scene.facts.releases[0], 'ConfigMap', name)?.text
  if (text === undefined) return []
  return Object.entries(data)
    .filter(([key, value]) => !text.includes(key) || (!value.includes('\n') && !isWritten(text, value)))
    .map(([key]) => key)
}

const podsCurrent = (scene: Scene, part: Part, name: string, data: Record<string, string>): Rule => {
  const id = 'pods-run-current-config'
  const wanted = part.deployment?.spec?.template.metadata?.annotations?.[annotation]
  const pods = stayingPods(scene, part)
  if (wanted === undefined) return unchecked(id, `the pod template has no ${annotation}`)
  if (pods.length === 0) return unchecked(id, 'no pod runs')
  const behind = pods.filter((pod) => pod.annotations[annotation] !== wanted)
  const edited = drifted(scene, name, data)
  if (edited.length > 0)
    return rule(
      id,
      false,
      `edited since the release: ${edited.join(', ')}; the pods read it when they started`,
    )
  const evidence =
    behind.length > 0
      ? `${behind.map((pod) => pod.name).join(', ')} run an older one`
      : `${pods.length} of ${pods.length} pods`
  return rule(id, behind.length === 0, evidence)
}

export const configMapEntity = (scene: Scene, part: Part): Entity => {
  const { configMap } = part
  const name = part.scope.component.configMap ?? ''
  const data = { ...configMap?.data, ...configMap?.binaryData }
  const deployment = part.scope.component.deployment
  const { state, since } = contentState(configMap, changedAt(scene.facts.releases, [deployment], annotation))
  const references = referencesTo(part.deployment, 'ConfigMap', name)
  const evidence =
    references.length > 0 ? `${deployment}: ${references.join(', ')}` : 'no Deployment reads it'
  return {
    kind: 'ConfigMap',
    name,
    component: part.role,
    state,
    ...stamp(since),
    summary: configMap
      ? `${Object.keys(data).length} ${Object.keys(data).length === 1 ? 'key' : 'keys'} · ${sizeOf(data)} bytes`
      : 'not in the namespace',
    fields: { name, namespace: scene.namespace, data },
    rules: configMap
      ? [
          keysValid(data),
          rule('size', sizeOf(data) < largest, `${sizeOf(data)} of at most ${largest} bytes`),
          rule('referenced', references.length > 0, evidence),
          podsCurrent(scene, part, name, data),
        ]
      : [
          rule(
            'exists',
            references.length === 0,
            references.length > 0 ? `${deployment} needs it` : 'nothing needs it',
          ),
        ],
    relations: configMap
      ? [relation('references', `Deployment ${deployment}`, references.length > 0, evidence)]
      : [],
  }
}
