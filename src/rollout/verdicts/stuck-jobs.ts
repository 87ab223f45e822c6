import { eventsAbout, type Memory } from '../memory.ts'
import type { JobFacts } from '../read-job.ts'
import type { PodFacts } from '../read-pod.ts'
import type { Component } from '../scope.ts'
import { bestOf } from './best-of.ts'
import { cannotStart } from './cannot-start.ts'
import { type ContainerRule, containerCases, type PodCase, type PodRule } from './cases.ts'
import { configMissing } from './config-missing.ts'
import type { Finding } from './finding.ts'
import { imageNameInvalid } from './image-name-invalid.ts'
import { imageNeverPull } from './image-never-pull.ts'
import { imagePull } from './image-pull.ts'
import { podOf, runningJobs } from './job-failed.ts'
import { mount } from './mount.ts'
import { mountRefused } from './mount-refused.ts'
import { namedNode } from './named-node.ts'
import { refusedJob } from './refused-job.ts'
import { runAsRoot } from './run-as-root.ts'
import { unschedulable } from './unschedulable.ts'

/** What keeps a pod from beginning; how often one that begins may fail is for its Job to say. */
const containerRules: ContainerRule[] = [
  imageNameInvalid,
  imageNeverPull,
  imagePull,
  runAsRoot,
  configMissing,
  mountRefused,
  cannotStart,
]
const podRules: PodRule[] = [namedNode, unschedulable, mount]

/** A Job is no component; for the rules it stands in for one, and its name in their sentences. */
const standIn = ({ name }: JobFacts): Component =>
  ({ role: `Job ${name}`, deployment: name, service: '' }) as unknown as Component

const withoutComponent = ({ object, ...finding }: Finding): Finding => {
  const { component: _, ...named } = object
  return { ...finding, object: named }
}

/** For the rules: the pod of a Job as the only one of a component. */
export const caseOf = (memory: Memory, component: Component, pod: PodFacts, now: number): PodCase => ({
  memory,
  scope: { component, sets: [], newPods: [pod], oldPods: [], endpoints: undefined },
  now,
  pod,
  events: eventsAbout(memory, pod.uid),
})

const judge = (subject: PodCase): Finding[] => [
  ...containerCases(subject).flatMap((one) => bestOf(containerRules.map((rule) => rule(one)))),
  ...bestOf(podRules.map((rule) => rule(subject))),
]

/** Why the pod of a Job has not begun; `component` names it in the rules' sentences. */
export const findStuck = (memory: Memory, job: JobFacts, component: Component, now: number): Finding[] => {
  const pod = podOf(memory, job)
  return pod
    ? judge(caseOf(memory, component, pod, now))
    : [refusedJob(memory, job, component, now)].filter((one) => one !== undefined)
}

const stuck = (memory: Memory, jobs: JobFacts[], now: number): Finding[] =>
  jobs.flatMap((job) => findStuck(memory, job, standIn(job), now)).map(withoutComponent)

/** A Job whose pod cannot begin never fails: it waits for ever. */
export const stuckJobs = (memory: Memory, now: number): Finding[] => stuck(memory, runningJobs(memory), now)

export const stuckHooks = (memory: Memory, now: number): Finding[] =>
  stuck(
    memory,
    runningJobs(memory).filter(({ isHook }) => isHook),
    now,
  )
