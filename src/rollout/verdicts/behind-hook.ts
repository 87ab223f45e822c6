import type { Memory } from '../memory.ts'
import type { DeploymentFacts } from '../read-deployment.ts'
import type { Scope } from '../scope.ts'
import { logsOf } from './cases.ts'
import { findDoom } from './doom.ts'
import type { Sight } from './explains.ts'
import { findFatalSignature } from './fatal-signature.ts'
import type { Finding } from './finding.ts'
import { withoutEffects } from './headline.ts'
import { runningJobs } from './job-failed.ts'
import { findTrouble } from './ladder.ts'

/** A Job may be a test that asks the components, as the frontend asks the backend. */
const mayCall: Sight['mayCall'] = (caller) => caller !== 'backend'

/** An autoscaler may change how many run; only helm brings other pods. */
const isRewritten = ({ baseline }: Memory, { name, uid, template }: DeploymentFacts): boolean => {
  const before = baseline.deployments.get(name)
  return !before || before.uid !== uid || before.template !== template
}

/** What is wrong with what helm released before it came to the hook that it waits for. */
export const findBehindHook = (memory: Memory, all: Scope[], now: number) => {
  const scopes = all.filter(({ deployment }) => deployment && isRewritten(memory, deployment))
  const sight: Sight = { memory, scopes, mayCall }
  const trouble = scopes.length > 0 ? findTrouble(memory, scopes, now) : []
  const doom = withoutEffects(findDoom(memory, scopes, trouble), trouble, sight)
  return { sight, trouble, doom: doom.filter(({ object }) => object.component !== undefined) }
}

/** The hook itself may be about to make the tables, the Secret or the peer that a component misses; never one of these. */
const isBeyondJobs = ({ class: name }: Finding): boolean =>
  /^(image-(name-invalid|never-pull|not-found|platform)|run-as-root|cannot-start|out-of-memory|wrong-port|loopback-only|unschedulable)$/.test(
    name,
  )

const isProgramsFault = (memory: Memory, { class: name, object, container = '' }: Finding): boolean => {
  const last = logsOf(memory, object.name, container).at(-1)
  return name === 'crash-loop' && findFatalSignature(last?.lines ?? [])?.isOwn === true
}

/** What no hook can mend, while helm still waits for one. */
export const findDoomBehindHook = (memory: Memory, scopes: Scope[], now: number): Finding | undefined =>
  runningJobs(memory).some(({ isHook }) => isHook)
    ? findBehindHook(memory, scopes, now).doom.find(
        (one) => isBeyondJobs(one) || isProgramsFault(memory, one),
      )
    : undefined
