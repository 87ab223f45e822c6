import type { ContractCall } from './calls.ts'
import type { Answer } from './send.ts'

type Json = Record<string, unknown>
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values that differ from server to server: they only have to be there. */
const opaque =
  /(^|\.)(uid|resourceVersion|creationTimestamp|deletionTimestamp|time|clusterIP|clusterIPs\.\d+|nodePort|healthCheckNodePort|continue)$/
/** Controllers run beside the real API server and write when they please. */
const written = new Set(['deployment.kubernetes.io/revision'])
const controllers = new Set(['kube-controller-manager', 'kube-scheduler', 'kubelet'])
/** Prose for people, and where the server says it stands. */
const skipped = /(^|\.)(description|selfLink|schedulerName)$|^columnDefinitions\.\d+\.format$/

/** What the sandbox answers differently from a real API server, a line per field; empty when nothing. */
export function compare(call: ContractCall, sandbox: Answer, real: Answer): string[] {
  if (sandbox.code !== real.code)
    return [`code: ${sandbox.code} instead of ${real.code}: ${told(sandbox)} instead of ${told(real)}`]
  const ignore = new Set(call.ignore)
  const differences: string[] = []
  visit(normalise(sandbox.body, ''), normalise(real.body, ''), '', (path, line) => {
    if (![...ignore].some((one) => path === one || path.startsWith(`${one}.`))) differences.push(line)
  })
  return differences
}

const told = ({ body }: Answer): string =>
  isRecord(body) ? String(body['message'] ?? body['kind']) : String(body)

function normalise(value: unknown, path: string): unknown {
  if (opaque.test(path) && value !== undefined && value !== null) return '<any>'
  if (typeof value === 'string') return stable(value)
  if (Array.isArray(value))
    return value.filter(isOurs).map((item, index) => normalise(item, `${path}.${index}`.replace(/^\./, '')))
  if (!isRecord(value)) return value
  const isManaged = [
    'Deployment',
    'StatefulSet',
    'PodDisruptionBudget',
    'HorizontalPodAutoscaler',
    'Pod',
  ].includes(String(value['kind']))
  const entries = Object.entries(value)
    .filter(([key]) => !written.has(key) && !(isManaged && key === 'status'))
    .map(([key, child]): [string, unknown] => [key, normalise(child, path === '' ? key : `${path}.${key}`)])
    .filter(([key, child]) => !skipped.test(path === '' ? key : `${path}.${key}`) && !isEmptied(key, child))
  return Object.fromEntries(entries)
}

const isOurs = (item: unknown): boolean =>
  !(isRecord(item) && 'fieldsV1' in item && controllers.has(String(item['manager']))) &&
  !(isRecord(item) && isRecord(item['metadata']) && item['metadata']['name'] === 'kube-root-ca.crt')

const isEmptied = (key: string, child: unknown): boolean =>
  key === 'annotations' && isRecord(child) && Object.keys(child).length === 0

/** Times, ages, addresses and ids inside sentences. */
const stable = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>')
    .replace(/^\d+[smh](\d+[sm])?$/, '<age>')
    .replace(/10\.96\.\d+\.\d+/g, '<address>')

function visit(
  one: unknown,
  other: unknown,
  path: string,
  report: (path: string, line: string) => void,
): void {
  if (isRecord(one) && isRecord(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      visit(one[key], other[key], path === '' ? key : `${path}.${key}`, report)
  } else if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    for (const [index, item] of one.entries())
      visit(item, other[index], `${path}.${index}`.replace(/^\./, ''), report)
  } else if (JSON.stringify(one) !== JSON.stringify(other)) {
    report(path, `${path}: ${JSON.stringify(one)} instead of ${JSON.stringify(other)}`)
  }
}
