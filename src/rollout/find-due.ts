import { findCondition } from './read-condition.ts'
import { isObserved } from './read-deployment.ts'
import type { Scope } from './scope.ts'
import type { Due, RolloutState } from './state.ts'
import { findDoom } from './verdicts/doom.ts'
import type { Finding } from './verdicts/finding.ts'

/** Only what would condemn the rollout by itself: where a sibling is Ready, time alone does not. */
const verdictsDue = ({ memory }: RolloutState, scopes: Scope[], trouble: Finding[]): Due[] => {
  const ripe = trouble.map((one) => (one.certainAt === undefined ? one : { ...one, isDefinitive: true }))
  return findDoom(memory, scopes, ripe).flatMap((one) =>
    one.certainAt === undefined
      ? []
      : [{ at: one.certainAt, since: one.firstSeen, class: one.class, component: one.object.component }],
  )
}

/** Kubernetes gives a Deployment up that has not moved for so long. */
const progressDue = ({ component, deployment }: Scope): Due[] => {
  const condition = deployment && findCondition(deployment.conditions, 'Progressing')
  if (!deployment || deployment.paused || !isObserved(deployment) || condition?.status !== 'True') return []
  const since = condition.updatedAt ?? condition.since
  if (since === undefined || condition.reason === 'NewReplicaSetAvailable') return []
  const at = since + deployment.progressDeadlineSeconds * 1000
  return [{ at, since, class: 'no-progress', component: component.role }]
}

const timeOutDue = ({ deadline, target }: RolloutState): Due => ({
  at: deadline,
  since: deadline - target.timeoutSeconds * 1000,
  class: 'timed-out',
})

/** Of all that would end this rollout, what comes first. */
export const findDue = (state: RolloutState, scopes: Scope[], trouble: Finding[]): Due =>
  [...verdictsDue(state, scopes, trouble), ...scopes.flatMap(progressDue)].reduce(
    (first, one) => (one.at < first.at ? one : first),
    timeOutDue(state),
  )
