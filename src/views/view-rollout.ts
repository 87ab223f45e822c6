import type { Palette } from '../ports.ts'
import type { ComponentState, PodState, RolloutState } from '../rollout/state.ts'
import { viewTimeline } from './view-timeline.ts'
import { wrapText } from './wrap-text.ts'

const mostPods = 6

/** The calm tree: component → pods, each with its phase, its age and the first step that is not met. */
export function viewRollout(state: RolloutState, palette: Palette, columns: number): string[] {
  return [
    ...state.components.flatMap((component) => viewComponent(component, state, palette, columns)),
    ...state.warnings
      .slice(0, 3)
      .flatMap((warning) =>
        wrapText(warning, columns - 8).map(
          (line, index) => `    ${index === 0 ? palette.warn('!') : ' '} ${line}`,
        ),
      ),
    ...(state.sight === 'lost' ? [`    ${palette.warn('! the cluster does not answer; still trying')}`] : []),
  ]
}

function viewComponent(
  component: ComponentState,
  state: RolloutState,
  palette: Palette,
  columns: number,
): string[] {
  const { role, state: now, deployment } = component
  const paint = now === 'Active' ? palette.good : now === 'Failed' ? palette.bad : palette.warn
  const head = `    ${palette.strong(role.padEnd(9))} ${paint(now.padEnd(9))} ${progress(component)}`
  const pods = state.pods.filter((pod) => pod.component === role && pod.phase !== 'Gone')
  if (component.unchanged && pods.every(({ phase }) => phase === 'Ready')) return [head]
  return [
    head,
    ...collapse(pods).flatMap((pod) =>
      typeof pod === 'string'
        ? [`      ${palette.dim(pod)}`]
        : viewPod(pod, deployment, state.now, palette, columns),
    ),
  ]
}

function progress({ unchanged, desired, ready, oldPods }: ComponentState): string {
  const old = oldPods > 0 ? ` · ${oldPods} old` : ''
  return unchanged
    ? `unchanged, ${ready} of ${desired} ready${old}`
    : `${ready} of ${desired} new ready${old}`
}

/** Many pods in the same phase become one line; those that wait for something stay visible. */
function collapse(pods: PodState[]): (PodState | string)[] {
  if (pods.length <= mostPods) return pods
  const groups = new Map<string, PodState[]>()
  for (const pod of pods) {
    const key = `${pod.isNew ? 'new' : 'old'} ${pod.phase}${pod.phase === 'Ready' ? '' : ` ${pod.waitingFor}`}`
    groups.set(key, [...(groups.get(key) ?? []), pod])
  }
  return [...groups].flatMap(([key, group]): (PodState | string)[] =>
    group.length > 1 ? [`${group.length} pods ${key}`] : group,
  )
}

function viewPod(
  pod: PodState,
  deployment: string,
  now: number,
  palette: Palette,
  columns: number,
): string[] {
  const paint =
    pod.phase === 'Ready'
      ? palette.good
      : pod.phase === 'Failed'
        ? palette.bad
        : pod.phase === 'Terminating'
          ? palette.dim
          : palette.warn
  const name = pod.name.startsWith(`${deployment}-`) ? pod.name.slice(deployment.length + 1) : pod.name
  const head = `      ${name.padEnd(17)} ${pod.isNew ? 'new' : 'old'} ${paint(pod.phase.padEnd(11))} ${age(pod, now).padEnd(8)}`
  const detail = [
    pod.waitingFor || viewTimeline(pod),
    pod.simulated ? 'simulated' : '',
    pod.restarts > 0 ? `${pod.restarts} restarts` : '',
  ]
    .filter(Boolean)
    .join(' · ')
  if (detail === '') return [head]
  if (50 + detail.length <= columns) return [`${head} ${palette.dim(detail)}`]
  return [head, ...wrapText(detail, columns - 10).map((line) => `        ${palette.dim(line)}`)]
}

function age({ phase, since, killAt }: PodState, now: number): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000))
  if (phase !== 'Terminating' || killAt === undefined) return `${seconds}s`
  return `${seconds}s of ${Math.max(0, Math.round((killAt - since) / 1000))}s`
}
