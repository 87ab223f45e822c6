import type { Memory } from '../memory.ts'
import { findLostNode } from '../nodes/find-lost-node.ts'
import type { Scope } from '../scope.ts'
import { bestOf } from './best-of.ts'
import { cannotStart } from './cannot-start.ts'
import {
  type ComponentRule,
  type ContainerCase,
  type ContainerRule,
  containerCases,
  type PodRule,
  podCases,
} from './cases.ts'
import { configMissing } from './config-missing.ts'
import { isConfirmedSince } from './confirmed-since.ts'
import { crashLoop } from './crash-loop.ts'
import { database } from './database.ts'
import { databaseSchema } from './database-schema.ts'
import { deleted } from './deleted.ts'
import { diesAfterReady } from './dies-after-ready.ts'
import { evicted } from './evicted.ts'
import { exits } from './exits.ts'
import type { Finding } from './finding.ts'
import { gateClosed } from './gate-closed.ts'
import { hookFailed } from './hook-failed.ts'
import { hookHangs } from './hook-hangs.ts'
import { imageNameInvalid } from './image-name-invalid.ts'
import { imageNeverPull } from './image-never-pull.ts'
import { imagePull } from './image-pull.ts'
import { initHangs } from './init-hangs.ts'
import { failedJobs } from './job-failed.ts'
import { leaving } from './leaving.ts'
import { mount } from './mount.ts'
import { mountRefused } from './mount-refused.ts'
import { namedNode } from './named-node.ts'
import { neverReady } from './never-ready.ts'
import { noProgress } from './no-progress.ts'
import { nodeLost } from './node-lost.ts'
import { outOfMemory } from './out-of-memory.ts'
import { probeKill } from './probe-kill.ts'
import { probeUnheeded } from './probe-unheeded.ts'
import { rejected } from './rejected.ts'
import { replicaFailure } from './replica-failure.ts'
import { runAsRoot } from './run-as-root.ts'
import { scaledToZero } from './scaled-to-zero.ts'
import { selectorMismatch } from './selector-mismatch.ts'
import { stuckJobs } from './stuck-jobs.ts'
import { superseded } from './superseded.ts'
import { unschedulable } from './unschedulable.ts'
import { wrongPlace } from './wrong-place.ts'

// The order is the ladder: a rule that knows the cause stands above one that only knows the effect.
export const containerRules: ContainerRule[] = [
  imageNameInvalid,
  imageNeverPull,
  imagePull,
  runAsRoot,
  configMissing,
  database,
  databaseSchema,
  outOfMemory,
  mountRefused,
  hookFailed,
  hookHangs,
  cannotStart,
  wrongPlace,
  probeKill,
  exits,
  diesAfterReady,
  crashLoop,
  initHangs,
  neverReady,
  probeUnheeded,
]
export const podRules: PodRule[] = [namedNode, unschedulable, mount, gateClosed]
export const componentRules: ComponentRule[] = [
  nodeLost,
  deleted,
  scaledToZero,
  superseded,
  replicaFailure,
  selectorMismatch,
  rejected,
  evicted,
  leaving,
  noProgress,
]

const judgeContainer = (subject: ContainerCase): Finding[] =>
  bestOf(
    containerRules.map((rule) => {
      const finding = rule(subject)
      return finding?.isDefinitive && !isConfirmedSince(subject, finding)
        ? { ...finding, isDefinitive: false }
        : finding
    }),
  )

const findInScope = (memory: Memory, scope: Scope, now: number): Finding[] => {
  const subject = { memory, scope, now }
  const pods = podCases(subject).filter(({ pod }) => !findLostNode(memory, pod))
  return [
    ...pods.flatMap(containerCases).flatMap(judgeContainer),
    ...pods.flatMap((one) => bestOf(podRules.map((rule) => rule(one)))),
    ...componentRules.flatMap((rule) => bestOf([rule(subject)])),
  ]
}

/** Everything that looks wrong now, definitive or not. */
export const findTrouble = (memory: Memory, scopes: Scope[], now: number): Finding[] => [
  ...scopes.flatMap((scope) => findInScope(memory, scope, now)),
  ...failedJobs(memory, now),
  ...stuckJobs(memory, now),
]
