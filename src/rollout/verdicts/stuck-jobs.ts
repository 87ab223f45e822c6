import { eventsAbout, type Memory } from '../memory.ts'
import type { JobFacts } from '../read-job.ts'
import type { PodFacts } from '../read-pod.ts'
import type { Component, Scope } from '../scope.ts'
import { bestOf } from './best-of.ts'
import { cannotStart } from './cannot-start.ts'
import { type ContainerRule, containerCases, type PodRule } from './cases.ts'
import { configMissing } from './config-missing.ts'
import type { Finding } from './finding.ts'
import { imageNameInvalid } from './image-name-invalid.ts'
import { imageNeverPull } from './image-never-pull.ts'
import { imagePull } from './image-pull.ts'
import { podOf, runningJobs } from './job-failed.ts'
import { mount } from './mount.ts'
import { mountRefused } from './mount-refused.ts'
import { namedNode } from './named-node.ts'
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
const scopeOf = ({ name }: JobFacts, pod: PodFacts): Scope => ({
  component: { role: `Job ${name}`, deployment: name, service: '' } as unknown as Component,
  sets: [],
  newPods: [pod],
  oldPods: [],
  endpoints: undefined,
})

const withoutComponent = ({ object, ...finding }: Finding): Finding => {
  const { component: _, ...named } = object
  return { ...finding, object: named }
}

const judge = (memory: Memory, job: JobFacts, pod: PodFacts, now: number): Finding[] => {
  const events = eventsAbout(memory, pod.uid)
  const subject = { memory, scope: scopeOf(job, pod), now, pod, events }
  return [
    ...containerCases(subject).flatMap((one) => bestOf(containerRules.map((rule) => rule(one)))),
    ...bestOf(podRules.map((rule) => rule(subject))),
  ].map(withoutComponent)
}

const stuck = (memory: Memory, jobs: JobFacts[], now: number): Finding[] =>
  jobs.flatMap((job) => {
    const pod = podOf(memory, job)
    return pod ? judge(memory, job, pod, now) : []
  })

/** A Job whose pod cannot begin never fails: it waits for ever. */
export const stuckJobs = (memory: Memory, now: number): Finding[] => stuck(memory, runningJobs(memory), now)

export const stuckHooks = (memory: Memory, now: number): Finding[] =>
  stuck(
    memory,
    runningJobs(memory).filter(({ isHook }) => isHook),
    now,
  )
