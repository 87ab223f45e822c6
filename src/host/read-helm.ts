import { DeployError, type ErrorCode, type ErrorDetails } from '../errors.ts'
import type { HelmRelease } from '../ports.ts'

type Output = {
  version?: number
  info?: { status?: string; last_deployed?: string; description?: string }
  chart?: { metadata?: { name?: string; version?: string; appVersion?: string } }
}

/** What `helm upgrade --output json` prints: helm 3 and 4 agree on these fields. */
export function readUpgrade(stdout: string): HelmRelease {
  const { version, info, chart } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Output
  return {
    revision: version ?? 0,
    status: info?.status ?? 'unknown',
    chart: `${chart?.metadata?.name ?? ''}-${chart?.metadata?.version ?? ''}`,
    appVersion: chart?.metadata?.appVersion ?? '',
    updated: info?.last_deployed ?? '',
    ...(info?.description ? { description: info.description } : {}),
  }
}

/** `helm lint` marks problems with a level; a problem may go on over several lines. */
export function readLint(output: string): string[] {
  const problems: string[] = []
  let isProblem = false
  for (const line of output.split('\n')) {
    if (/^\[(ERROR|WARNING|INFO)\]/.test(line)) {
      isProblem = !line.startsWith('[INFO]')
      if (isProblem) problems.push(line.replace(/^\[(ERROR|WARNING)\]\s*/, ''))
    } else if (line.trim() === '' || /^(==>|Error:|\d+ chart)/.test(line)) isProblem = false
    else if (isProblem) problems.push(`${problems.pop()} ${line.trim()}`)
  }
  return problems
}

type Row = {
  sign: RegExp
  /** HELM_FAILED unless said otherwise. */
  code?: ErrorCode
  hint: (found: RegExpExecArray) => string
  next?: (release: string, namespace: string, message: string) => string[]
}

/** What helm was about to write, as kubectl names it. */
function objectIn(message: string): string {
  const [, name, kind = 'deployment'] = /object (?:[\w.-]+\/)?([\w.-]+) \S+, Kind=(\w+)/.exec(message) ?? []
  return name ? `${kind.toLowerCase()}/${name}` : 'deployments'
}

/** What helm's refusals mean. The first that fits. */
const rows: Row[] = [
  {
    sign: /another operation \(install\/upgrade\/rollback\) is in progress|"sh\.helm\.release\.v1\.\S+" already exists/,
    code: 'BUSY',
    hint: () =>
      'a run was killed in the middle and left the release pending; if nobody else is deploying, go back to the last good revision',
    next: (release, namespace) => [
      `helm history ${release} -n ${namespace}`,
      `helm rollback ${release} -n ${namespace}`,
    ],
  },
  {
    sign: /provided port is already allocated|nodePort: Invalid value: (\d+)/,
    hint: () =>
      'node-port-taken: another Service of the cluster holds this NodePort; choose another in k8sdeploy.yaml (service.nodePort)',
    next: () => ['kubectl get services --all-namespaces'],
  },
  {
    sign: /field is immutable/,
    hint: () => 'this field cannot change in place: the object has to be removed and created again',
    next: (_release, namespace) => [`kubectl get deployments -n ${namespace}`],
  },
  {
    sign: /conflict with "kube-controller-manager".*\.spec\.replicas/s,
    hint: () =>
      'an autoscaler sets the number of pods: name it in k8sdeploy.yaml (hpa: minReplicas, maxReplicas, cpuPercent under the component), and the chart leaves the number to it; or delete it, and scale back to the chart’s number',
    next: (_release, namespace, message) => [
      `kubectl get hpa -n ${namespace}`,
      `kubectl scale ${objectIn(message)} -n ${namespace} --replicas=1`,
    ],
  },
  {
    sign: /conflict with "([^"]+)"/,
    hint: (found) =>
      `${found[1]} changed the same field since; set it back to what the chart says, or take it out of the chart`,
    next: (_release, namespace, message) => [
      `kubectl get ${objectIn(message)} -n ${namespace} -o yaml --show-managed-fields`,
      `kubectl edit ${objectIn(message)} -n ${namespace}`,
    ],
  },
  {
    sign: /cannot be imported into the current release|invalid ownership metadata/,
    hint: () =>
      'an object of this name exists and belongs to something else; remove it, or choose another name or namespace',
  },
  {
    sign: /exceeded quota/,
    hint: () => 'the namespace’s quota is used up; ask for less, or free some',
    next: (_release, namespace) => [`kubectl describe quota -n ${namespace}`],
  },
  {
    sign: /values don't meet the specifications of the schema/,
    hint: () => 'a value does not fit values.schema.json of the chart',
  },
  {
    sign: /has no deployed releases/,
    hint: () => 'an earlier first install never finished; remove it and start again',
    next: (release, namespace) => [`helm uninstall ${release} -n ${namespace}`],
  },
]

export function helmError(
  what: string,
  stderr: string,
  place: { release: string; namespace: string },
): DeployError {
  const message = cleaned(stderr)
  const row = rows.find(({ sign }) => sign.test(message))
  const found = row?.sign.exec(message)
  const details: ErrorDetails = { evidence: message.split('\n').filter((line) => line.trim() !== '') }
  if (row && found) details.hint = row.hint(found)
  details.next = row?.next?.(place.release, place.namespace, message) ?? [
    `helm history ${place.release} -n ${place.namespace}`,
  ]
  return new DeployError(row?.code ?? 'HELM_FAILED', `helm could not ${what}: ${headline(message)}`, details)
}

function cleaned(stderr: string): string {
  return stderr
    .split('\n')
    .filter(
      (line) =>
        !/^(level=|time=|[IW]\d{4}|WARNING: Kubernetes configuration file|\d+ errors? occurred:)/.test(
          unprefixed(line),
        ),
    )
    .map((line) => withoutObjects(unprefixed(line)))
    .join('\n')
    .trim()
}

const unprefixed = (line: string) =>
  line
    .replace(/^Error: /, '')
    .replace(/^(UPGRADE|INSTALLATION|UNINSTALL) FAILED: /, '')
    .replace(/^\s*\* /, '')

/** helm 3 repeats the whole object in the message of a patch that failed. */
const withoutObjects = (line: string) => line.replace(/"\{\\".*\}"/, '(the object)')

const longestHeadline = 400

function headline(message: string): string {
  const first = message.split('\n')[0] || 'it gave no reason'
  return first.length > longestHeadline ? `${first.slice(0, longestHeadline)}…` : first
}
