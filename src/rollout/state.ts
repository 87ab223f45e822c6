import type { ComponentRole, Transition, Verdict, VerdictClass } from '../report.ts'
import type { GrowingMap } from './growing-map.ts'
import type { WatchedKind } from './kube.ts'
import type { Memory } from './memory.ts'

/** What to wait for. Names are those of the objects in the cluster. */
export type RolloutTarget = {
  namespace: string
  release: string
  components: {
    role: ComponentRole
    deployment: string
    service: string
    configMap?: string
    secret?: string
    /** Where its database is, as logs name it: the host, and `:port`. */
    database?: string[]
  }[]
  timeoutSeconds: number
  soakSeconds: number
  until: 'available' | 'complete'
}

export type RolloutPhase =
  | 'waiting'
  | 'progressing'
  | 'complete'
  | 'failed'
  | 'timed-out'
  | 'lost'
  | 'cancelled'

/** Phases of one pod as people see them; `gone` pods stay in the timeline. */
export type PodPhase =
  | 'Pending'
  | 'Pulling'
  | 'Starting'
  | 'Running'
  | 'Ready'
  | 'Failed'
  | 'Terminating'
  | 'Gone'

export type PodState = {
  name: string
  uid: string
  component: ComponentRole
  /** Belongs to the ReplicaSet of the current template. */
  isNew: boolean
  phase: PodPhase
  /** Epoch ms of entering `phase`. */
  since: number
  /** The first unmet step as a sentence, e.g. "waiting for readiness /ready: 503". Empty when Ready. */
  waitingFor: string
  restarts: number
  /** For Terminating: epoch ms when the grace period ends. */
  killAt?: number
  /** Epoch ms when its startup probe gives up, and the container is killed and started again. */
  startBy?: number
  /** Epoch ms of each step: what the API told. */
  timeline: {
    created?: number
    scheduled?: number
    pulled?: number
    started?: number
    ready?: number
    terminating?: number
    gone?: number
  }
  simulated: boolean
}

/** How `pods` was drawn, so that the next event redraws only the pod that it tells of. */
export type Drawing = {
  /** Which ReplicaSets belong to which component, and which of them are new. */
  plan: string
  byUid: GrowingMap<PodState>
}

export type ComponentState = {
  role: ComponentRole
  deployment: string
  service: string
  state: 'Unknown' | 'Updating' | 'Active' | 'Failed'
  /** Nothing of its pod template changed in this release. */
  unchanged: boolean
  desired: number
  updated: number
  ready: number
  oldPods: number
  availability: 'Available' | 'Unavailable' | 'Unknown'
  /** Milliseconds without a ready endpoint since the rollout began, once the Service had been available. */
  outageMs: number
}

/** What ends a rollout, and when, if nothing gets better until then. */
export type Due = {
  at: number
  /** Since when the time runs. */
  since: number
  class: VerdictClass | 'timed-out'
  component?: ComponentRole
}

/** How far a rollout is: everything that a reporter draws. */
export type RolloutPicture = {
  target: RolloutTarget
  phase: RolloutPhase
  startedAt: number
  now: number
  deadline: number
  revision?: number
  components: ComponentState[]
  pods: PodState[]
  /** The newest; `transitionCount` says how many there were in all. */
  transitions: Transition[]
  transitionCount: number
  verdict?: Verdict
  /** Suspicions that are not (yet) verdicts, newest first; shown as warnings. */
  warnings: string[]
  /** The next end that is known; absent while nothing has to be waited for, or while images are on their way. */
  due?: Due
  /** While everything is ready: until when nothing may restart. */
  soakUntil?: number
  unseen: { kind: WatchedKind; message: string }[]
  sight: 'ok' | 'lost'
  /** While sight is lost: since when, and what the last request met. */
  lost?: { since: number; message: string }
}

/** Pure state of a rollout: its picture, and what was seen so far, which it is drawn from. */
export type RolloutState = RolloutPicture & { memory: Memory; drawing: Drawing }

/** Without what thousands of pods have left behind. */
export const pictureOf = ({ memory: _seen, drawing: _drawn, ...picture }: RolloutState): RolloutPicture =>
  picture
