import type { Palette } from '../ports.ts'
import type { ComponentState, RolloutPicture } from '../rollout/state.ts'
import { groupPods } from './group-pods.ts'
import { shortenText } from './shorten-text.ts'
import { nearDue, viewDue, viewSoak } from './view-due.ts'
import { narrowColumns, viewPods } from './view-pod.ts'
import { wrapText } from './wrap-text.ts'

const mostWarnings = 3
/** In lines. */
const longestWarning = 2
const longestNarrow = 4

/** The calm tree: component → pods, a line for each with its phase, its age and the first step that is not met. */
export function viewRollout(state: RolloutPicture, palette: Palette, columns: number): string[] {
  const lost = '! the cluster does not answer; still trying'
  return [
    ...state.components.flatMap((component) => viewComponent(component, state, palette, columns)),
    ...(state.verdict ? [] : viewWarnings(state.warnings, palette, columns)),
    ...viewEnd(state, palette, columns),
    ...(state.sight === 'lost' ? [`    ${palette.warn(shortenText(lost, columns - 4))}`] : []),
  ]
}

/** How long until this is over, one way or the other. */
function viewEnd(state: RolloutPicture, { warn, dim }: Palette, columns: number): string[] {
  if (state.phase !== 'progressing') return []
  const due = nearDue(state)
  if (due)
    return wrapText(viewDue(due, state.now), columns - 7).map(
      (line, index) => `    ${index === 0 ? warn('!') : ' '} ${warn(line)}`,
    )
  const soak = viewSoak(state)
  return soak ? [`    ${dim(shortenText(soak, columns - 5))}`] : []
}

function viewWarnings(warnings: string[], { warn }: Palette, columns: number): string[] {
  const width = columns - 8
  const room = width * (columns < narrowColumns ? longestNarrow : longestWarning) - 10
  return warnings
    .slice(0, mostWarnings)
    .flatMap((warning) =>
      wrapText(shortenText(warning, room), width).map(
        (line, index) => `    ${index === 0 ? warn('!') : ' '} ${line}`,
      ),
    )
}

function viewComponent(
  component: ComponentState,
  state: RolloutPicture,
  palette: Palette,
  columns: number,
): string[] {
  const { role, deployment, state: now } = component
  const paint = now === 'Active' ? palette.good : now === 'Failed' ? palette.bad : palette.warn
  const width = columns < narrowColumns ? 8 : 9
  const head = `    ${palette.strong(role.padEnd(width))} ${paint(now.padEnd(width))} ${progress(component, columns)}`
  const pods = state.pods.filter((pod) => pod.component === role && pod.phase !== 'Gone')
  if (component.unchanged && pods.every(({ phase }) => phase === 'Ready')) return [head]
  const hasOld = pods.some(({ isNew }) => !isNew)
  const surroundings = { deployment, now: state.now, hasOld, palette, columns }
  return [head, ...groupPods(pods).map((group) => viewPods(group, surroundings))]
}

function progress({ unchanged, desired, ready, oldPods }: ComponentState, columns: number): string {
  const old = oldPods > 0 ? ` · ${oldPods} old` : ''
  if (columns < narrowColumns)
    return `${ready}/${desired} ${unchanged ? 'unchanged' : oldPods > 0 ? 'new' : 'ready'}${old}`
  if (unchanged) return `unchanged, ${ready} of ${desired} ready${old}`
  return `${ready} of ${desired} ${oldPods > 0 ? 'new ready' : 'ready'}${old}`
}
