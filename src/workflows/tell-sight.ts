import { DeployError, isDeployError } from '../errors.ts'
import type { RolloutPicture } from '../rollout/state.ts'
import type { StoryTeller } from './story-teller.ts'

type Sight = Pick<RolloutPicture, 'lost' | 'unseen' | 'now'>

/** Says once each what can't be seen, when the cluster is lost from sight, and when it is back. */
export function tellSight(before: Sight, state: Sight, story: Pick<StoryTeller, 'note'>): void {
  for (const { kind, message } of state.unseen)
    if (!before.unseen.some((one) => one.kind === kind))
      story.note(`going on without seeing objects of kind ${kind}: ${message}`, 'warn')
  if (state.lost && !before.lost)
    story.note(`lost sight of the cluster, still trying: ${state.lost.message}`, 'warn')
  if (before.lost && !state.lost) {
    const seconds = Math.round((state.now - before.lost.since) / 1000)
    story.note(`the cluster answers again after ${seconds} s`)
  }
}

/** Before helm ran: what must be seen so that a verdict is possible at all. */
export function requireSight(state: RolloutPicture): void {
  if (state.phase === 'lost') {
    throw new DeployError(
      'CLUSTER_UNREACHABLE',
      'the cluster stopped answering before anything was released',
      {
        evidence: state.lost ? [state.lost.message] : [],
        hint: 'run the same command again once it answers',
        next: ['kubectl get --raw /readyz', 'k8sdeploy up'],
        state: 'nothing was released',
      },
    )
  }
  const hidden = state.unseen.find(({ kind }) => kind === 'Deployment')
  if (!hidden) return
  throw new DeployError('FORBIDDEN', `a rollout can't be judged without its Deployments: ${hidden.message}`, {
    hint: 'ask whoever runs the cluster for the right to list and watch deployments',
    next: [`kubectl auth can-i list deployments -n ${state.target.namespace}`],
    state: 'nothing was released',
  })
}

/** What the cluster does not answer after a release says nothing about the release. */
export function lostSight(state: RolloutPicture, message: string): DeployError {
  return new DeployError('LOST_SIGHT', 'lost sight of the cluster while the rollout ran', {
    evidence: [message, ...state.components.map(lastSeen), ...state.warnings.slice(0, 3)],
    hint: 'the rollout goes on without us, and may have gone well; look again once the cluster answers',
    next: ['kubectl get --raw /readyz', 'k8sdeploy status', 'k8sdeploy up'],
    state: 'unknown since then',
  })
}

const lastSeen = ({ role, desired, updated, ready }: RolloutPicture['components'][number]): string =>
  `last seen: ${role} with ${updated} of ${desired} pods updated, ${ready} ready`

/** A cluster that is gone, or does not know us any more. */
export const isLoss = (error: unknown): error is DeployError =>
  isDeployError(error) &&
  (error.code === 'CLUSTER_UNREACHABLE' ||
    (error.details.cause as { status?: unknown } | undefined)?.status === 401)

/** For what is asked after helm has returned. */
export const asLostSight =
  (state: RolloutPicture) =>
  (error: unknown): never => {
    throw isLoss(error) ? lostSight(state, error.message) : error
  }
