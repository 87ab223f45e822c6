import type { RolloutPicture } from '../rollout/state.ts'
import { countThings } from './count-things.ts'
import { countTime } from './count-time.ts'
import { groupPods, slowestOf } from './group-pods.ts'

/** What a rollout still waits for, as sentences: a line for each pod, or for many that are alike. */
export function viewWaiting({ pods, now }: RolloutPicture): string[] {
  const waiting = pods.filter(({ isNew, phase }) =>
    isNew ? phase !== 'Ready' && phase !== 'Gone' : phase === 'Terminating',
  )
  return groupPods(waiting).map((group) => {
    const { phase, waitingFor } = group
    const slowest = slowestOf(group)
    const lasts = `${phase} for ${countTime(now - slowest.since)}${grace(slowest)}`
    const told = [lasts, ...(waitingFor ? [waitingFor] : [])].join(', ')
    if (group.pods.length === 1) return `${slowest.name} ${told}`
    return `${countThings(group.pods.length, group.isNew ? 'new pod' : 'old pod')} ${told} (${slowest.name})`
  })
}

const grace = ({ since, killAt }: { since: number; killAt?: number }): string =>
  killAt === undefined ? '' : ` of ${countTime(killAt - since)}`

/** One line for a component with too many pods to tell of each. */
export function viewCrowds({ components, pods }: RolloutPicture, most: number): string[] {
  return components
    .filter(({ desired, unchanged }) => desired > most && !unchanged)
    .map(({ role, desired, ready }) => {
      const own = pods.filter((pod) => pod.component === role)
      const count = (phase: string, isNew: boolean) =>
        own.filter((pod) => pod.phase === phase && pod.isNew === isNew).length
      const others = (['Pending', 'Pulling', 'Starting', 'Running', 'Failed'] as const).map((phase) => ({
        phase,
        count: count(phase, true),
      }))
      const told = others.filter((one) => one.count > 0).map((one) => `${one.count} ${one.phase}`)
      const leaving = count('Terminating', false)
      return [
        `${role}: ${ready} of ${desired} ready`,
        ...told,
        ...(leaving > 0 ? [`${leaving} old Terminating`] : []),
      ].join(' · ')
    })
}
