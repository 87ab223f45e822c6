import type { FieldProblem } from '../api-error.ts'

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const serviceName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/

const sentences = {
  subdomain: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
  label: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
  service: `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
}

type Rule = { pattern: RegExp; sentence: string; longest: number }

const rules: Record<string, Rule> = {
  services: { pattern: serviceName, sentence: sentences.service, longest: 63 },
  namespaces: { pattern: label, sentence: sentences.label, longest: 63 },
}
const common: Rule = { pattern: subdomain, sentence: sentences.subdomain, longest: 253 }
/** RBAC names may hold any character that a path may. */
const free = new Set(['roles', 'rolebindings'])

export function checkName(resource: string, name: string): FieldProblem[] {
  if (free.has(resource)) return []
  const field = 'metadata.name'
  if (name === '')
    return [
      { field, reason: 'FieldValueRequired', message: 'Required value: name or generateName is required' },
    ]
  const { pattern, sentence, longest } = rules[resource] ?? common
  const problems = [
    ...(name.length > longest ? [`must be no more than ${longest} characters`] : []),
    ...(pattern.test(name) ? [] : [sentence]),
  ]
  return problems.map((why) => ({
    field,
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(name)}: ${why}`,
  }))
}
