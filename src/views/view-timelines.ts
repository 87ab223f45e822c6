import type { Palette } from '../ports.ts'
import type { ComponentState, PodState, RolloutPicture } from '../rollout/state.ts'
import { countThings } from './count-things.ts'
import { countTime } from './count-time.ts'
import { narrowColumns, shortName } from './view-pod.ts'
import { goneAfter, readyAfter, viewTimeline } from './view-timeline.ts'
import { wrapText } from './wrap-text.ts'

const mostPods = 4
/** The cluster tells when a pod was created to a second. */
const secondMs = 1000

/** After a rollout: what each pod that came or went did and how long it took; of many, from the fastest to the slowest. */
export function viewTimelines(state: RolloutPicture, palette: Palette, columns: number): string[] {
  return state.components
    .filter(({ unchanged }) => !unchanged)
    .flatMap((component) => viewComponent(component, state, palette, columns))
}

function viewComponent(
  { role, deployment }: ComponentState,
  { pods, startedAt }: RolloutPicture,
  { dim }: Palette,
  columns: number,
): string[] {
  const own = pods.filter(({ component }) => component === role)
  const isFresh = ({ isNew, timeline }: PodState) => isNew && (timeline.created ?? 0) >= startedAt - secondMs
  const fresh = own.filter(isFresh)
  const leaving = own.filter(({ isNew, timeline }) => !isNew && timeline.terminating)
  const isFirst = fresh.length === own.length
  const told = [
    ...tell(isFirst ? '' : 'new ', 'ready', fresh, deployment, columns),
    ...tell('old ', 'gone', leaving, deployment, columns),
  ]
  const width = columns < narrowColumns ? 9 : 10
  const lines = told.flatMap((text) => wrapText(text, columns - width - 5))
  return lines.map((line, index) => `    ${dim(`${(index === 0 ? role : '').padEnd(width)}${line}`)}`)
}

/** `kind`: which of the pods they are, where there are others. */
function tell(
  kind: '' | 'new ' | 'old ',
  what: 'ready' | 'gone',
  pods: PodState[],
  deployment: string,
  columns: number,
): string[] {
  const after = ({ timeline }: PodState) => (what === 'ready' ? readyAfter(timeline) : goneAfter(timeline))
  const done = pods.filter((pod) => after(pod) !== undefined).sort((a, b) => after(a)! - after(b)!)
  if (done.length === 0) return []
  const isNarrow = columns < narrowColumns
  const name = (pod: PodState) => shortName(pod.name, deployment, isNarrow)
  const steps = (pod: PodState) => (what === 'ready' && !isNarrow ? viewTimeline(pod) : '')
  if (pods.length <= mostPods)
    return done.map((pod) => line(`${name(pod)} ${kind}${what} after ${countTime(after(pod)!)}`, steps(pod)))
  const [fastest, middle, slowest] = [done[0]!, done[Math.floor(done.length / 2)]!, done.at(-1)!]
  const [least, most] = [countTime(after(fastest)!), countTime(after(slowest)!)]
  const many = countThings(done.length, `${kind}pod`)
  if (least === most) return [line(`${many} ${what} after ${most}`, '')]
  const took = `${least} to ${most} (${name(slowest)})`
  const text = `${many} ${what} after ${took}, half within ${countTime(after(middle)!)}`
  return [line(text, steps(slowest))]
}

/** Steps that only say the same again are left out. */
const line = (text: string, steps: string): string =>
  steps === '' || text.endsWith(`after ${/^\w+ (\w+)$/.exec(steps)?.[1]}`) ? text : `${text}: ${steps}`
