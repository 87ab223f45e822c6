import type { V1Deployment } from '@kubernetes/client-node'
import { hasCredentials } from '../config/check-variable.ts'
import type { Config } from '../config/config.ts'
import { namesOfDatabase } from '../config/database-forms.ts'
import type { Rule } from '../report.ts'
import { referencesTo } from '../rollout/entities/references.ts'
import { rule } from '../rollout/entities/rules.ts'
import type { Parts } from './manifest-parts.ts'
import type { Manifest } from './read-manifests.ts'

const largest = 1024 * 1024

export function configMapRules({ configMap, deployment, names }: Parts): Rule[] {
  if (!configMap) return [rule('rendered', false, `the chart renders no ConfigMap ${names.configMap}`)]
  const data = configMap.data ?? {}
  return [
    keyRule(data),
    textRule(data),
    sizeRule(data),
    referenceRule(deployment, names.configMap),
    credentialRule(data),
  ]
}

function keyRule(data: object): Rule {
  const keys = Object.keys(data)
  const wrong = keys.filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
  return rule(
    'keys-valid',
    wrong.length === 0,
    wrong.length > 0 ? `not valid: ${wrong.join(', ')}` : `${keys.length} keys`,
  )
}

function textRule(data: Record<string, unknown>): Rule {
  const wrong = Object.keys(data).filter((key) => typeof data[key] !== 'string')
  return rule(
    'values-are-text',
    wrong.length === 0,
    wrong.length > 0 ? `not text: ${wrong.join(', ')}` : 'all are text',
  )
}

function sizeRule(data: object): Rule {
  const size = new TextEncoder().encode(Object.entries(data).flat().join('')).length
  return rule('size', size < largest, `${size} of at most ${largest} bytes`)
}

function referenceRule(deployment: V1Deployment | undefined, name: string): Rule {
  const references = referencesTo(deployment, 'ConfigMap', name)
  return rule('referenced', references.length > 0, references.join(', ') || 'no Deployment reads it')
}

function credentialRule(data: Record<string, unknown>): Rule {
  const found = Object.keys(data).filter((key) => hasCredentials(String(data[key])))
  const evidence =
    found.length > 0 ? `a URL with a password in ${found.join(', ')}` : 'no URL with a password'
  return rule('holds-no-credentials', found.length === 0, evidence)
}

/** The Secret itself is written by `up`; the chart may only refer to it. */
export function secretRules(config: Config, manifests: Manifest[]): Rule[] {
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment') as V1Deployment[]
  const read = new Set(deployments.flatMap((deployment) => secretKeys(deployment, `${config.name}-secrets`)))
  const declared = Object.keys(config.secrets)
  const unread = declared.filter((key) => !read.has(key))
  const undeclared = [...read].filter((key) => !Object.hasOwn(config.secrets, key))
  const rendered = manifests.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata?.name)
  const required = namesOfDatabase(config)
  const missing = required.some((key) => read.has(key)) ? [] : required
  return [
    rule(
      'required-keys-referenced',
      missing.length === 0,
      listed('nobody reads', missing, required.join(', ') || 'none'),
    ),
    rule('keys-declared', undeclared.length === 0, listed('not declared:', undeclared, `${read.size} keys`)),
    // A key that only a migration reads is none of the pods' business, so it is told but not refused.
    rule(
      'referenced',
      declared.length === 0 || unread.length < declared.length,
      listed('no Deployment reads', unread, [...read].join(', ') || 'no secrets'),
    ),
    rule(
      'not-in-chart',
      rendered.length === 0,
      listed('the chart renders', rendered, 'no values in the release'),
    ),
  ]
}

const listed = (fault: string, names: unknown[], fine: string): string =>
  names.length > 0 ? `${fault} ${names.join(', ')}` : fine

const secretKeys = (deployment: V1Deployment, secret: string): string[] =>
  (deployment.spec?.template.spec?.containers ?? [])
    .flatMap((container) => container.env ?? [])
    .flatMap(({ valueFrom }) => (valueFrom?.secretKeyRef?.name === secret ? valueFrom.secretKeyRef.key : []))
