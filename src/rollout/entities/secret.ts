import type { Entity, Rule } from '../../report.ts'
import { contentState } from './content-state.ts'
import type { Part, Scene } from './facts.ts'
import { changedAt } from './manifest.ts'
import { stayingPods } from './pods-of.ts'
import { referencesTo } from './references.ts'
import { relation, rule, stamp, unchecked } from './rules.ts'

const annotation = 'checksum/secret'

const requiredKeys = (scene: Scene): string[] => {
  const { config } = scene.facts
  const declared = Object.entries(config?.secrets ?? {})
    .filter(([, one]) => one.required)
    .map(([key]) => key)
  return [...new Set([...declared, ...(config?.database ? [config.database.secret] : [])])]
}

/** k8sdeploy keeps its own key in the Secret; that one is nobody's setting. */
const shownKeys = (data: Record<string, string>): string[] =>
  Object.keys(data).filter((key) => !key.startsWith('k8sdeploy.'))

const keysPresent = (scene: Scene, keys: string[]): Rule => {
  const missing = requiredKeys(scene).filter((key) => !keys.includes(key))
  return rule(
    'required-keys-present',
    missing.length === 0,
    missing.length > 0
      ? `missing ${missing.join(', ')}`
      : `${keys.join(', ') || 'no keys'} (values never shown)`,
  )
}

const urlParses = (scene: Scene): Rule[] => {
  const step = scene.facts.database?.steps.find((one) => one.step === 'parse')
  return step ? [rule('database-url-parses', step.ok, step.detail)] : []
}

/** A chart may give a component the checksum of what it reads, or that of the whole Secret. */
const wantedChecksums = ({ facts }: Scene, { role, deployment }: Part): string[] => {
  const known = [facts.secretChecksums?.[role], facts.secretChecksum].filter((one) => one !== undefined)
  const template = deployment?.spec?.template.metadata?.annotations?.[annotation]
  return known.length === 0 && template !== undefined ? [template] : known
}

const podsCurrent = (scene: Scene, users: Part[]): Rule => {
  const id = 'pods-run-current-secret'
  const pods = users.flatMap((part) => {
    const wanted = wantedChecksums(scene, part)
    return stayingPods(scene, part).map((pod) => ({ pod, wanted }))
  })
  if (users.every((part) => wantedChecksums(scene, part).length === 0))
    return unchecked(id, `neither the Secret nor the pod template has a ${annotation}`)
  if (pods.length === 0) return unchecked(id, 'no pod runs')
  const behind = pods.filter(({ pod, wanted }) => !wanted.includes(pod.annotations[annotation] ?? ''))
  return rule(
    id,
    behind.length === 0,
    behind.length > 0
      ? `${behind.map(({ pod }) => pod.name).join(', ')} run an older one`
      : `${pods.length} of ${pods.length} pods`,
  )
}

const isUser = (name: string) => (part: Part) => referencesTo(part.deployment, 'Secret', name).length > 0

const referenceText = (users: Part[], name: string): string =>
  users
    .flatMap((part) =>
      referencesTo(part.deployment, 'Secret', name).map(
        (one) => `${part.scope.component.deployment}: ${one}`,
      ),
    )
    .join('; ') || 'no Deployment reads it'

/** An app without secrets has a Secret that nobody needs to read. */
const referenced = (users: Part[], keys: string[], evidence: string): Rule =>
  keys.length === 0 && users.length === 0
    ? rule('referenced', true, 'it holds no setting')
    : rule('referenced', users.length > 0, evidence)

/** Keys and fingerprints only: a Secret's value never reaches an entity. */
export const secretEntity = (scene: Scene): Entity => {
  const name = `${scene.release}-secrets`
  const secret = scene.snapshot.Secret.find((one) => one.metadata?.name === name)
  const users = scene.parts.filter(isUser(name))
  const keys = shownKeys(secret?.data ?? {})
  const deployments = users.map((part) => part.scope.component.deployment)
  const { state, since } = contentState(secret, changedAt(scene.facts.releases, deployments, annotation))
  const evidence = referenceText(users, name)
  return {
    kind: 'Secret',
    name,
    state,
    ...stamp(since),
    summary: secret ? `${keys.join(', ') || 'no keys'} present, never shown` : 'not in the namespace',
    fields: {
      name,
      namespace: scene.namespace,
      data: Object.fromEntries(keys.map((key) => [key, '(hidden)'])),
    },
    rules: secret
      ? [
          keysPresent(scene, keys),
          ...urlParses(scene),
          referenced(users, keys, evidence),
          podsCurrent(scene, users),
        ]
      : [
          rule(
            'exists',
            requiredKeys(scene).length === 0 && users.length === 0,
            requiredKeys(scene).length > 0
              ? `needed for ${requiredKeys(scene).join(', ')}`
              : 'nothing needs it',
          ),
        ],
    relations: secret
      ? deployments.map((one) => relation('references', `Deployment ${one}`, true, evidence))
      : [],
  }
}
