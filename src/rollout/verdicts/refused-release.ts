import type { Verdict } from '../../report.ts'
import type { Memory } from '../memory.ts'
import { type Finding, toVerdict } from './finding.ts'
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

/** What helm ran into, when it could not even write the release: a failed hook, or a refusal in the API server's words. */
export const refusedRelease = (memory: Memory, message: string, now: number): Verdict | undefined => {
  // a webhook is no hook of helm's
  const job = /\bhooks?\b|\bjobs?\b/i.test(message) ? findJob(memory, now) : undefined
  if (job) return toVerdict(job, [])
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
