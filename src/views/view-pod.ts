import type { Palette } from '../ports.ts'
import type { PodState } from '../rollout/state.ts'
import { countThings } from './count-things.ts'
import { countTime } from './count-time.ts'
import { type PodGroup, slowestOf } from './group-pods.ts'
import { shortenText } from './shorten-text.ts'
import { readyAfter, viewTimeline } from './view-timeline.ts'

export const narrowColumns = 60

type Surroundings = {
  deployment: string
  now: number
  hasOld: boolean
  palette: Palette
  columns: number
}

/** One pod, or many that are alike, on one line: phase, age, and the first step that is not met. */
export function viewPods(group: PodGroup, surroundings: Surroundings): string {
  const { palette, columns, now } = surroundings
  const isNarrow = columns < narrowColumns
  const name = nameOf(group, surroundings)
  const phase = group.phase.padEnd(isNarrow ? 0 : 11)
  const end = startBy(group, now)
  const room = columns - 6 - name.length - 1 - phase.length - 1 - 1 - end.length
  const shown = isNarrow && room < 6 ? '' : fitWords(group, surroundings, Math.max(6, room)) + end
  return `      ${name} ${paintPhase(group, palette)(phase)} ${palette.dim(shown)}`.trimEnd()
}

/** The whole sentence, or its short form, or as much of that as there is room for. */
function fitWords(group: PodGroup, surroundings: Surroundings, room: number): string {
  const whole = describe(group, surroundings)
  if (whole.length <= room) return whole
  return shortenText(describe({ ...group, waitingFor: shortWait(group.waitingFor) }, surroundings), room)
}

function nameOf({ pods, isNew }: PodGroup, { deployment, hasOld, columns }: Surroundings): string {
  const isNarrow = columns < narrowColumns
  const [first] = pods
  const many = countThings(pods.length, 'pod')
  const name = pods.length === 1 ? shortName(first!.name, deployment, isNarrow) : many
  const width = isNarrow ? 5 : 16
  if (!hasOld) return name.padEnd(width)
  if (isNarrow) return isNew ? name : `${name} old`
  return `${name.padEnd(width)} ${isNew ? 'new' : 'old'}`
}

export function shortName(name: string, deployment: string, isNarrow: boolean): string {
  const own = name.startsWith(`${deployment}-`) ? name.slice(deployment.length + 1) : name
  return isNarrow ? own.slice(own.lastIndexOf('-') + 1) : own
}

function paintPhase({ phase }: PodGroup, palette: Palette): (text: string) => string {
  if (phase === 'Ready') return palette.good
  if (phase === 'Failed') return palette.bad
  return phase === 'Terminating' ? palette.dim : palette.warn
}

/** What it waits for and how long it has; of a Ready pod, how it became so; of many, who has waited longest. */
function describe(group: PodGroup, surroundings: Surroundings): string {
  const { pods } = group
  if (group.phase === 'Ready') return pods.length === 1 ? viewReady(pods[0]!, surroundings) : ''
  const { now, columns, deployment } = surroundings
  const isNarrow = columns < narrowColumns
  const slowest = slowestOf(group)
  const waits = isNarrow ? shortWait(group.waitingFor) : group.waitingFor
  if (pods.length === 1)
    return [age(slowest, now).padEnd(isNarrow || waits === '' ? 0 : 4), waits, ...simulated(slowest)]
      .filter((part) => part !== '')
      .join(' ')
  if (isNarrow) return age(slowest, now)
  const longest = `${shortName(slowest.name, deployment, true)} for ${age(slowest, now)}`
  return [waits, longest].filter((part) => part !== '').join(' · ')
}

/** A container that has not started in time is killed: said once half of its time has gone by. */
function startBy({ pods }: PodGroup, now: number): string {
  const [pod] = pods
  if (pods.length > 1 || pod?.startBy === undefined) return ''
  const left = pod.startBy - now
  return left > 0 && now - pod.since >= left ? `, killed in ${countTime(left)}` : ''
}

function viewReady(pod: PodState, { columns }: Surroundings): string {
  const took = readyAfter(pod.timeline)
  const story = columns < narrowColumns ? took !== undefined && `after ${countTime(took)}` : viewTimeline(pod)
  return [...(pod.isNew && story ? [story] : []), ...simulated(pod)].join(' · ')
}

const simulated = (pod: PodState): string[] => (pod.simulated ? ['simulated'] : [])

/** What a narrow screen has room for: the answer rather than the path that was asked. */
const shortWait = (text: string): string =>
  text
    .replace('waiting for ', '')
    .replace(/^(readiness|startup) .+?: /, '$1: ')
    .replace(/^creating the container$/, '')
    .replace(/^pulling (\S+\/)?/, '')
    .replace(/^cannot pull \S+: /, '')

function age({ phase, since, killAt }: PodState, now: number): string {
  const lasts = countTime(now - since)
  return phase === 'Terminating' && killAt !== undefined ? `${lasts} of ${countTime(killAt - since)}` : lasts
}
