import type { Palette } from '../ports.ts'
import type { ComponentState, PodState, RolloutState } from '../rollout/state.ts'
import { countThings } from './count-things.ts'
import { shortenText } from './shorten-text.ts'
import { viewTimeline } from './view-timeline.ts'
import { wrapText } from './wrap-text.ts'

const mostPods = 6
const mostWarnings = 3
const longestWarning = 2
const narrowColumns = 60

/** The calm tree: component → pods, a line for each with its phase, its age and the first step that is not met. */
export function viewRollout(state: RolloutState, palette: Palette, columns: number): string[] {
  const lost = '! the cluster does not answer; still trying'
  return [
    ...state.components.flatMap((component) => viewComponent(component, state, palette, columns)),
    ...(state.verdict ? [] : viewWarnings(state.warnings, palette, columns)),
    ...(state.sight === 'lost' ? [`    ${palette.warn(shortenText(lost, columns - 4))}`] : []),
  ]
}

function viewWarnings(warnings: string[], { warn }: Palette, columns: number): string[] {
  const width = columns - 8
  return warnings
    .slice(0, mostWarnings)
    .flatMap((warning) =>
      wrapText(shortenText(warning, width * longestWarning - 10), width).map(
        (line, index) => `    ${index === 0 ? warn('!') : ' '} ${line}`,
      ),
    )
}

function viewComponent(
  component: ComponentState,
  state: RolloutState,
  palette: Palette,
  columns: number,
): string[] {
  const { role, state: now } = component
  const paint = now === 'Active' ? palette.good : now === 'Failed' ? palette.bad : palette.warn
  const width = columns < narrowColumns ? 8 : 9
  const head = `    ${palette.strong(role.padEnd(width))} ${paint(now.padEnd(width))} ${progress(component, columns)}`
  const pods = state.pods.filter((pod) => pod.component === role && pod.phase !== 'Gone')
  if (component.unchanged && pods.every(({ phase }) => phase === 'Ready')) return [head]
  const hasOld = pods.some(({ isNew }) => !isNew)
  return [
    head,
    ...collapse(pods).map((pod) =>
      typeof pod === 'string'
        ? `      ${palette.dim(shortenText(pod, columns - 7))}`
        : viewPod(pod, component, { now: state.now, hasOld, palette, columns }),
    ),
  ]
}

function progress({ unchanged, desired, ready, oldPods }: ComponentState, columns: number): string {
  const old = oldPods > 0 ? ` · ${oldPods} old` : ''
  if (columns < narrowColumns) return `${ready}/${desired} ${unchanged ? 'unchanged' : 'ready'}${old}`
  if (unchanged) return `unchanged, ${ready} of ${desired} ready${old}`
  return `${ready} of ${desired} ${oldPods > 0 ? 'new ready' : 'ready'}${old}`
}

/** Many pods in the same phase become one line; those that wait for something stay visible. */
function collapse(pods: PodState[]): (PodState | string)[] {
  if (pods.length <= mostPods) return pods
  const groups = new Map<string, PodState[]>()
  for (const pod of pods) {
    const key = `${pod.isNew ? 'new' : 'old'} ${pod.phase}${pod.phase === 'Ready' ? '' : `  ${pod.waitingFor}`}`
    groups.set(key, [...(groups.get(key) ?? []), pod])
  }
  return [...groups].flatMap(([key, group]): (PodState | string)[] =>
    group.length > 1 ? [`${countThings(group.length, 'pod')} ${key}`] : group,
  )
}

type Surroundings = { now: number; hasOld: boolean; palette: Palette; columns: number }

function viewPod(
  pod: PodState,
  { deployment }: ComponentState,
  { now, hasOld, palette, columns }: Surroundings,
): string {
  const isNarrow = columns < narrowColumns
  const words = [
    shortName(pod.name, deployment, isNarrow).padEnd(isNarrow ? 5 : 16),
    ...(hasOld ? [pod.isNew ? 'new' : 'old'] : []),
  ]
  const phase = pod.phase.padEnd(phaseWidth(pod, isNarrow))
  const told = describe(pod, now)
  const detail = isNarrow ? told.replace('waiting for ', '') : told
  const used = 6 + words.join(' ').length + 1 + phase.length + 1
  const shown = shortenText(detail, Math.max(8, columns - used - 1))
  return `      ${words.join(' ')} ${paintPhase(pod, palette)(phase)} ${palette.dim(shown)}`.trimEnd()
}

const phaseWidth = ({ phase }: PodState, isNarrow: boolean) => (isNarrow ? phase.length : 11)

function paintPhase({ phase }: PodState, palette: Palette): (text: string) => string {
  if (phase === 'Ready') return palette.good
  if (phase === 'Failed') return palette.bad
  return phase === 'Terminating' ? palette.dim : palette.warn
}

function shortName(name: string, deployment: string, isNarrow: boolean): string {
  const own = name.startsWith(`${deployment}-`) ? name.slice(deployment.length + 1) : name
  return isNarrow ? own.slice(own.lastIndexOf('-') + 1) : own
}

/** What it waits for and how long it has; of a Ready pod, how it became so. */
function describe(pod: PodState, now: number): string {
  const simulated = pod.simulated ? ['simulated'] : []
  if (pod.phase === 'Ready') return [...(pod.isNew ? [viewTimeline(pod)] : []), ...simulated].join(' · ')
  return [age(pod, now).padEnd(pod.phase === 'Terminating' ? 0 : 4), pod.waitingFor, ...simulated]
    .filter((part) => part.trim() !== '')
    .join(' ')
}

function age({ phase, since, killAt }: PodState, now: number): string {
  const lasts = countTime(now - since)
  return phase === 'Terminating' && killAt !== undefined ? `${lasts} of ${countTime(killAt - since)}` : lasts
}

function countTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 120) return `${seconds}s`
  return seconds < 7200 ? `${Math.floor(seconds / 60)}m` : `${Math.floor(seconds / 3600)}h`
}
