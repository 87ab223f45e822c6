import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { type ConfigError, readConfigError } from './config-error.ts'
import { waitingNow } from './waits.ts'

const stableMs = 10_000

type Missing = Extract<ConfigError, { type: 'missing-object' | 'missing-key' }>

const nameOf = (missing: Missing): string =>
  missing.type === 'missing-key'
    ? `key ${missing.key} in ${missing.kind} ${missing.name}`
    : `${missing.kind} ${missing.name}`

const answerOf = (subject: ContainerCase, missing: Missing): boolean | undefined => {
  const { confirmed } = subject.memory
  const key = missing.type === 'missing-key' ? missing.key : ''
  if (confirmed.get(`${missing.kind}/${missing.name}/`) === false) return false
  return confirmed.get(`${missing.kind}/${missing.name}/${key}`)
}

const hintFor = (missing: Missing): string => {
  if (missing.kind === 'ConfigMap') return 'the chart makes it; release it again: k8sdeploy up'
  const key = missing.type === 'missing-key' ? missing.key : 'DATABASE_URL'
  return `give it a value (environment or .env: ${key}), then: k8sdeploy up`
}

export const configMissing: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^CreateContainerConfigError$/)
  const error = wait && readConfigError(wait.message)
  if (!wait || !error || (error.type !== 'missing-object' && error.type !== 'missing-key')) return undefined
  const answer = answerOf(subject, error)
  return containerFinding(subject, {
    class: 'config-missing',
    field: `${subject.path}.state.waiting`,
    message: `${subject.scope.component.role} cannot start: ${nameOf(error)} does not exist`,
    hint: hintFor(error),
    firstSeen: wait.firstAt,
    confirmedBy: answer === false ? `asked the API server: ${nameOf(error)} is not there` : wait.message,
    whyNotTransient:
      answer === false
        ? 'nothing of this release will create it'
        : `still missing after ${stableMs / 1000} s`,
    isDefinitive: answer === false || (answer === undefined && wait.forMs >= stableMs),
  })
}
