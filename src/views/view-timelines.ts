import type { Palette } from '../ports.ts'
import type { ComponentState, PodState, RolloutState } from '../rollout/state.ts'
import { countThings } from './count-things.ts'
import { countTime } from './count-time.ts'
import { narrowColumns, shortName } from './view-pod.ts'
import { goneAfter, readyAfter, viewTimeline } from './view-timeline.ts'
import { wrapText } from './wrap-text.ts'

const mostPods = 4

/** After a rollout: what each pod did and how long it took; of many, from the fastest to the slowest. */
export function viewTimelines(state: RolloutState, palette: Palette, columns: number): string[] {
  return state.components
    .filter(({ unchanged }) => !unchanged)
    .flatMap((component) => viewComponent(component, state, palette, columns))
}

function viewComponent(
  { role, deployment }: ComponentState,
  { pods }: RolloutState,
  { dim }: Palette,
  columns: number,
): string[] {
  const own = pods.filter(({ component }) => component === role)
  const told = [
    ...tell(
      'new',
      own.filter(({ isNew }) => isNew),
      deployment,
      columns,
    ),
    ...tell(
      'old',
      own.filter(({ isNew, timeline }) => !isNew && timeline.terminating),
      deployment,
      columns,
    ),
  ]
  const width = columns < narrowColumns ? 9 : 10
  const lines = told.flatMap((text) => wrapText(text, columns - width - 5))
  return lines.map((line, index) => `    ${dim(`${(index === 0 ? role : '').padEnd(width)}${line}`)}`)
}

function tell(kind: 'new' | 'old', pods: PodState[], deployment: string, columns: number): string[] {
  const after = ({ timeline }: PodState) => (kind === 'new' ? readyAfter(timeline) : goneAfter(timeline))
  const done = pods.filter((pod) => after(pod) !== undefined).sort((a, b) => after(a)! - after(b)!)
  if (done.length === 0) return []
  const what = kind === 'new' ? 'ready' : 'gone'
  const isNarrow = columns < narrowColumns
  const name = (pod: PodState) => shortName(pod.name, deployment, isNarrow)
  const steps = (pod: PodState) => (kind === 'new' && !isNarrow ? viewTimeline(pod) : '')
  if (pods.length <= mostPods)
    return done.map((pod) => line(`${name(pod)} ${kind} ${what} after ${countTime(after(pod)!)}`, steps(pod)))
  const [fastest, middle, slowest] = [done[0]!, done[Math.floor(done.length / 2)]!, done.at(-1)!]
  const [least, most] = [countTime(after(fastest)!), countTime(after(slowest)!)]
  if (least === most) return [line(`${countThings(done.length, `${kind} pod`)} ${what} after ${most}`, '')]
  const took = `${least} to ${most} (${name(slowest)})`
  const text = `${countThings(done.length, `${kind} pod`)} ${what} after ${took}, half within ${countTime(after(middle)!)}`
  return [line(text, steps(slowest))]
}

const line = (text: string, steps: string): string => (steps === '' ? text : `${text}: ${steps}`)
