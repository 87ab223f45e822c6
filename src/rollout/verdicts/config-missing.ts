import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { type ConfigError, readConfigError } from './config-error.ts'
import { nameSubject } from './name-subject.ts'
import { waitingNow } from './waits.ts'

const stableMs = 10_000
/** Another controller may be about to make it, from a vault for example. */
export const askAfterMs = 8_000

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

/** The release's own objects are made by `up`; anybody else's by whoever knows what belongs in them. */
const hintFor = ({ scope, pod }: ContainerCase, missing: Missing): string => {
  const key = missing.type === 'missing-key' ? missing.key : undefined
  const { secret, configMap } = scope.component
  if (missing.kind === 'Secret' && missing.name === secret)
    return key
      ? `name ${key} under secrets in k8sdeploy.yaml, give it a value in .env, then: k8sdeploy up`
      : 'it is made from what k8sdeploy.yaml lists under secrets; make it again: k8sdeploy up'
  if (missing.name === configMap) return 'the chart makes it; release it again: k8sdeploy up'
  const kind = missing.kind === 'Secret' ? 'secret' : 'configmap'
  const field = missing.kind === 'Secret' ? 'stringData' : 'data'
  return key
    ? `kubectl patch ${kind} ${missing.name} -n ${pod.namespace} -p '{"${field}":{"${key}":"VALUE"}}'`
    : `kubectl create ${kind}${kind === 'secret' ? ' generic' : ''} ${missing.name} -n ${pod.namespace} --from-literal=KEY=VALUE`
}

export const configMissing: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^CreateContainerConfigError$/)
  const error = wait && readConfigError(wait.message)
  if (!wait || !error || (error.type !== 'missing-object' && error.type !== 'missing-key')) return undefined
  const answer = answerOf(subject, error)
  return containerFinding(subject, {
    class: 'config-missing',
    field: `${subject.path}.state.waiting`,
    message: `${nameSubject(subject)} cannot start: ${nameOf(error)} does not exist`,
    hint: hintFor(subject, error),
    firstSeen: wait.firstAt,
    confirmedBy: answer === false ? `asked the API server: ${nameOf(error)} is not there` : wait.message,
    whyNotTransient:
      answer === false
        ? `nobody has made it within ${askAfterMs / 1000} s, and nothing of this release will`
        : `still missing after ${stableMs / 1000} s`,
    // asked of the whole cluster: no sibling that is Ready, from before, can say otherwise
    ...(answer === false && { countsAlone: true }),
    isDefinitive: answer === false || (answer === undefined && wait.forMs >= stableMs),
  })
}
