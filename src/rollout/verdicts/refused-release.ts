import type { Verdict } from '../../report.ts'
import type { Memory } from '../memory.ts'
import type { Scope } from '../scope.ts'
import { findBehindHook } from './behind-hook.ts'
import { explains, isSymptom } from './explains.ts'
import { type Finding, toVerdict } from './finding.ts'
import { headline } from './headline.ts'
import { failedJobs } from './job-failed.ts'
import { findRefusal, isForWantOfRoom } from './refusals.ts'
import { stuckJobs } from './stuck-jobs.ts'

type Told = Pick<Finding, 'class' | 'field' | 'message' | 'hint' | 'whyNotTransient'>

/** How a refusal names what it refuses, in the words of each helm and of the API server, the surest first. */
const names: { pattern: RegExp; kind: number; name: number }[] = [
  { pattern: /object (?:[\w.-]+\/)?([\w.-]+) \S+, Kind=(\w+)/, kind: 2, name: 1 },
  { pattern: /cannot patch "([^"]+)" with kind (\w+)/, kind: 2, name: 1 },
  { pattern: /(\w+)(?:\.\w+)* "([^"]+)" is invalid/, kind: 1, name: 2 },
  { pattern: /([a-z]+)(?:\.[a-z.\d]+)? "([^"]+)" is forbidden/, kind: 1, name: 2 },
]

/** The API server calls it by its plural where it forbids it. */
const kinds: Record<string, string> = {
  configmaps: 'ConfigMap',
  deployments: 'Deployment',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  ingresses: 'Ingress',
  jobs: 'Job',
  networkpolicies: 'NetworkPolicy',
  poddisruptionbudgets: 'PodDisruptionBudget',
  pods: 'Pod',
  secrets: 'Secret',
  serviceaccounts: 'ServiceAccount',
  services: 'Service',
}

const objectOf = (message: string): { kind: string; name: string } => {
  for (const { pattern, kind, name } of names) {
    const found = pattern.exec(message)
    if (found) return { kind: kinds[found[kind]!] ?? found[kind]!, name: found[name]! }
  }
  return { kind: 'Release', name: 'release' }
}

const portTaken = (message: string): Told | undefined => {
  const port = /nodePort: Invalid value: (\d+): provided port is already allocated/.exec(message)?.[1]
  if (!port) return undefined
  return {
    class: 'node-port-taken',
    field: 'spec.ports[0].nodePort',
    message: `NodePort ${port} was taken by another Service meanwhile`,
    hint: 'choose another service.nodePort in k8sdeploy.yaml (kubectl get services -A shows who has it), then: k8sdeploy up',
    whyNotTransient: 'a NodePort belongs to one Service of the whole cluster until that lets go of it',
  }
}

/** `Deployment.apps "x" is invalid: spec.a[0].b: Invalid value: …` */
const invalid = (message: string): Told | undefined => {
  const [, detail, field] = /" is invalid: \[?((\w+[^\s:]*): .+)$/m.exec(message) ?? []
  if (detail === undefined || field === undefined) return undefined
  return {
    class: 'policy',
    field,
    message: `the API server refuses the release: ${detail.slice(0, 300)}`,
    hint: /field is immutable/.test(detail)
      ? `${field} cannot be changed: take the change out of the chart, or delete the object and let it be made anew, then: k8sdeploy up`
      : `correct ${field} in the chart, then: k8sdeploy up`,
    whyNotTransient: 'what is invalid stays so until it is written otherwise',
  }
}

const refused = (message: string): Told | undefined => {
  if (
    !/exceeded quota|admission webhook|failed calling webhook|ValidatingAdmissionPolicy|is forbidden: /.test(
      message,
    )
  )
    return undefined
  const refusal = findRefusal(message)
  return {
    class: refusal.class,
    field: 'metadata',
    message: `the API server refuses the release: ${refusal.tell(message)}`,
    hint: refusal.hint(message),
    whyNotTransient: isForWantOfRoom(refusal) || refusal.isUnanswered ? 'helm asks only once' : refusal.why,
  }
}

/** The one that failed; or why the one that helm waited for could not begin, or has not ended. */
const findJob = (memory: Memory, now: number): Finding | undefined => {
  const jobs = failedJobs(memory, now)
  const failed = jobs.find((one) => one.isDefinitive || one.field.includes('Failed'))
  return failed ?? stuckJobs(memory, now)[0] ?? jobs[0]
}

/** A Job that waited in vain, or failed of whom it asked, is the effect of what is wrong with a component. */
const judgeHook = (memory: Memory, scopes: Scope[], now: number): Verdict | undefined => {
  const job = findJob(memory, now)
  if (!job) return undefined
  const { sight, trouble, doom } = findBehindHook(memory, scopes, now)
  const unsure = trouble.filter((one) => one.object.component !== undefined && !isSymptom(one))
  const causes = doom.length > 0 || job.isDefinitive ? doom : unsure
  const isEffect = !job.isDefinitive || causes.some((one) => explains(sight, one, job))
  return headline(isEffect && causes.length > 0 ? causes : [job], trouble, sight)
}

/** What helm ran into, when it could not even write the release: a failed hook, or a refusal in the API server's words. */
export const refusedRelease = (
  memory: Memory,
  message: string,
  now: number,
  scopes: Scope[] = [],
): Verdict | undefined => {
  // a webhook is no hook of helm's
  const hook = /\bhooks?\b|\bjobs?\b/i.test(message) ? judgeHook(memory, scopes, now) : undefined
  if (hook) return hook
  const told = portTaken(message) ?? refused(message) ?? invalid(message)
  if (!told) return undefined
  const seen = {
    firstSeen: now,
    lastSeen: now,
    count: 1,
    isDefinitive: true,
    confirmedBy: message.slice(0, 500),
  }
  return toVerdict({ ...told, ...seen, object: objectOf(message) }, [])
}
