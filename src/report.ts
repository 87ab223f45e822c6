/** The machine-readable documents (`-o json`), versioned by `schema`. Types only. */

export type EntityKind =
  | 'FrontendService'
  | 'BackendService'
  | 'Deployment'
  | 'Service'
  | 'ConfigMap'
  | 'Secret'
  | 'HelmChart'
  | 'HelmValues'

export type ComponentRole = 'frontend' | 'backend'

/** A rule of the data model, checked: `holds: null` means it could not be checked, and `evidence` says why. */
export type Rule = { id: string; holds: boolean | null; evidence: string }

export type Relation = {
  type: 'depends-on' | 'connects-to' | 'manages' | 'exposes' | 'references' | 'contains' | 'overrides'
  to: string
  holds: boolean | null
  evidence?: string
}

export type Entity = {
  kind: EntityKind
  name: string
  component?: ComponentRole
  /** A state of the data model (Running, Active, Available, Created, Upgrade, Applied …) or the honest deviation (Failed, Missing …). */
  state: string
  /** RFC 3339; when the state began, where the cluster tells. */
  since?: string
  /** One line of facts for people: image, replicas, ports, resources … */
  summary: string
  /** The seed's fields, as plain data. */
  fields: Record<string, unknown>
  rules: Rule[]
  relations: Relation[]
}

export type Transition = {
  at: string
  object: string
  from: string
  to: string
  detail?: string
  /** How long `from` lasted. */
  lastedMs?: number
}

/** Stable class names of the verdict ladder (design: rollout). */
export type VerdictClass =
  | 'image-name-invalid'
  | 'image-never-pull'
  | 'image-not-found'
  | 'image-denied'
  | 'image-platform'
  | 'image-unreachable'
  | 'config-missing'
  | 'run-as-root'
  | 'cannot-start'
  | 'crash-loop'
  | 'exits'
  | 'out-of-memory'
  | 'probe-kill'
  | 'never-ready'
  | 'wrong-port'
  | 'loopback-only'
  | 'init-failed'
  | 'unschedulable'
  | 'mount'
  | 'sandbox'
  /** Its node is not Ready, or gone. */
  | 'node-lost'
  | 'quota'
  | 'policy'
  | 'service-account'
  | 'no-progress'
  | 'evicted'
  | 'dies-after-ready'
  | 'job-failed'
  | 'node-port-taken'
  | 'selector-mismatch'
  /** Another change took the place of this rollout. */
  | 'superseded'
  | 'database-host'
  | 'database-refused'
  | 'database-login'
  | 'database-missing'
  | 'database-tls'
  | 'lost-sight'
  /** What the release made is not there any more, asks for no pods, or has nobody behind it (`diagnose`). */
  | 'object-missing'
  | 'scaled-to-zero'
  | 'no-endpoints'
  | 'release-pending'

export type Verdict = {
  class: VerdictClass
  object: { kind: string; name: string; container?: string; component?: ComponentRole }
  /** Path of the field that is the evidence, e.g. `status.containerStatuses[0].state.waiting`. */
  field: string
  message: string
  hint?: string
  firstSeen: string
  lastSeen: string
  count: number
  confirmedBy?: string
  whyNotTransient: string
  effects: { object: string; message: string }[]
  /** Causes of their own beside this one, the next worst first. */
  others?: { class: VerdictClass; object: Verdict['object']; message: string; hint?: string }[]
  /** How many pods show it, when more than one. */
  pods?: number
  /** What was seen, line by line: the end of the log, the room on each node. Secrets masked. */
  evidence?: string[]
}

export type PhaseName =
  | 'checks'
  | 'neon'
  | 'database'
  | 'images'
  | 'deliver'
  | 'secret'
  | 'lint'
  | 'diff'
  | 'repair'
  /** Whether pods reach the database. */
  | 'inside'
  | 'migrate'
  | 'release'
  | 'rollback'
  | 'rollout'
  | 'verify'

/** One thing that a deploy needs. `null`: it could not be looked at, and `detail` says why. */
export type DoctorCheck = {
  id: string
  holds: boolean | null
  detail: string
  /** Of the failure. */
  code?: string
  evidence?: string[]
  hint?: string
  next?: string[]
  milliseconds: number
}

/** What `doctor` prints. `code` is that of the first thing that is missing. */
export type DoctorReport = {
  schema: 'k8sdeploy/doctor/1'
  status: 'ok' | 'failed'
  code: number
  checks: DoctorCheck[]
  next: string[]
}

export type PhaseReport = {
  name: PhaseName
  status: 'done' | 'failed' | 'skipped' | 'unchanged'
  seconds: number
  summary?: string
  /** Of the error that ended it. */
  code?: string
}

export type ReleaseReport = {
  name: string
  namespace: string
  context: string
  revision?: number
  previousVerified?: number
}

export type UrlReport = {
  component: ComponentRole
  url: string
  answered: boolean | null
  status?: number
  milliseconds?: number
  note?: string
}

/** `through`: the URL that the release publishes, or a port of this machine that lasts as long as the command. */
export type OpenReport = {
  schema: 'k8sdeploy/open/1'
  code: number
  component: ComponentRole
  url: string
  through: 'published' | 'port-forward'
  status: number
  milliseconds: number
}

export type RequestsReport = {
  url: string
  sent: number
  failed: number
  /** Milliseconds from the first request of the longest row that failed to the next answer. */
  longestGapMs: number
  lastFailure?: string
}

/** One pod's life during the rollout, each step with its RFC 3339 time where the cluster told. */
export type PodReport = {
  name: string
  component: ComponentRole
  isNew: boolean
  phase: string
  restarts: number
  timeline: Partial<
    Record<'created' | 'scheduled' | 'pulled' | 'started' | 'ready' | 'terminating' | 'gone', string>
  >
}

export type ErrorReport = {
  code: string
  phase?: PhaseName
  message: string
  hint?: string
  evidence: string[]
  missing?: unknown[]
  choices?: string[]
  state?: string
}

export type UpReport = {
  schema: 'k8sdeploy/up/1'
  status: 'verified' | 'available' | 'unchanged' | 'planned' | 'failed' | 'timeout' | 'cancelled' | 'refused'
  code: number
  phase?: PhaseName
  release: ReleaseReport
  phases: PhaseReport[]
  entities: Entity[]
  transitions: Transition[]
  urls: UrlReport[]
  /** Kinds of objects that could not be seen during the rollout, and why. */
  unseen?: { kind: string; message: string }[]
  /** Milliseconds during which a Service had no ready endpoint, per Service name. */
  outages?: Record<string, number>
  /** What the published URL answered while the rollout ran; absent when none answered before. */
  requests?: RequestsReport
  pods?: PodReport[]
  /** What would change (`--dry-run`) or did change, object by object; secret values masked. */
  changes?: { kind: string; name: string; change: string; lines: string[] }[]
  /** What somebody has changed in the cluster since the last release, and whether `up` brings back what was released. */
  drift?: { kind: string; name: string; path: string; by?: string; isSetBack: boolean }[]
  verdict?: Verdict
  /** Folder of the evidence that was kept of a failed rollout, relative to the project. */
  kept?: string
  error?: ErrorReport
  /** The way back that was gone after the failure (`--on-failure`); the rest of this document tells of the deploy. */
  rollback?: RollbackReport
  next: string[]
}

/** A deploy of what ran before; what both tell has the same name. */
export type RollbackReport = Omit<UpReport, 'schema' | 'rollback'> & {
  schema: 'k8sdeploy/rollback/1'
  /** The revision that was left behind. */
  from?: { revision: number; status: string }
  /** The revision that runs again; `release.revision` is its new number. */
  to?: { revision: number; verifiedAt?: string }
  /** From the decision to the end of its verification. */
  seconds?: number
  /** What a rollback can't take back. */
  notUndone: string[]
}

export type DiagnosisReport = {
  schema: 'k8sdeploy/diagnosis/1'
  /** `unknown`: not healthy (yet), and no cause is certain. */
  status: 'healthy' | 'ill' | 'unknown'
  code: number
  release: ReleaseReport
  /** One per root cause, the worst first; what follows from it is in its `effects`. */
  verdicts: Verdict[]
  /** May pass by itself, or can't be told from something that does. */
  suspicions: Verdict[]
  /** Who serves now, one line per component. */
  state: string[]
  /** What was looked at, and what could not be seen. */
  checked: string[]
  next: string[]
}

export type StatusReport = {
  schema: 'k8sdeploy/status/1'
  status: 'ok' | 'degraded' | 'absent'
  code: number
  release: ReleaseReport
  entities: Entity[]
  urls: UrlReport[]
  /** Problems found without waiting, each with evidence. */
  verdicts: Verdict[]
  next: string[]
}

export type DownReport = {
  schema: 'k8sdeploy/down/1'
  status: 'removed' | 'absent' | 'failed' | 'cancelled' | 'refused'
  code: number
  release: ReleaseReport
  removed: string[]
  left: { object: string; why: string }[]
  transitions: Transition[]
  next: string[]
}
