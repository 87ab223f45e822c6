import type { V1Pod } from '@kubernetes/client-node'
import { DeployError } from '../errors.ts'
import { type ContainerRunState, containerRuns } from '../rollout/container-runs.ts'
import { nameSpeaker } from '../views/view-log-line.ts'
import { concealSecrets } from './conceal-secrets.ts'
import { type ContainerSight, followContainer } from './follow-container.ts'
import type { LogTeller } from './log-teller.ts'
import type { LogsNeeds } from './logs.ts'
import { type Begun, containerKey } from './read-past.ts'
import { belongsTo, speakerOf, type Whose } from './release-pods.ts'

type Follower = { update(next: ContainerRunState): void; leave(): void; name: string; done: Promise<void> }

/** Follows every container that there is or will be, until the signal aborts. */
export async function followPods(
  begun: Map<string, Begun>,
  whose: Whose,
  teller: LogTeller,
  needs: LogsNeeds,
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([needs.signal, failed.signal])
  const crew = createCrew(begun, teller, { ...needs, signal }, (error) => failed.abort(error))
  for await (const event of needs.cluster.watch(whose.namespace, ['Pod'], signal)) {
    if (event.type === 'lost') teller.note(`lost sight of the cluster, still trying: ${event.message}`)
    if (event.type === 'regained') teller.note('the cluster answers again')
    if (event.type === 'forbidden') throw new DeployError('FORBIDDEN', event.message)
    if ((event.type !== 'seen' && event.type !== 'gone') || event.kind !== 'Pod') continue
    if (!belongsTo(whose)(event.object)) continue
    if (event.type === 'seen') crew.see(event.object)
    else crew.lose(event.object)
  }
  await crew.rest()
  if (failed.signal.aborted) throw failed.signal.reason
}

function createCrew(
  begun: Map<string, Begun>,
  teller: LogTeller,
  needs: LogsNeeds,
  fail: (error: unknown) => void,
) {
  const followers = new Map<string, Follower>()

  const hire = (pod: V1Pod, state: ContainerRunState): Follower => {
    const speaker = speakerOf(pod, state.container)
    const { namespace = '', name: podName = '' } = pod.metadata ?? {}
    const name = nameSpeaker(speaker)
    const { sight, update, leave } = createSight(state)
    const known = begun.get(containerKey(pod, state.container))
    const follow = async () => {
      // a pod that comes later may hold secrets that were not there before
      if (!known) await concealSecrets(needs.cluster, namespace, needs.secrets, needs.signal)
      const ref = { namespace, pod: podName, container: state.container }
      const tell = (line: Parameters<LogTeller['tell']>[1]) => teller.tell(speaker, line)
      const complain = (message: string) => teller.note(`${name}: ${message}; trying again`)
      await followContainer(ref, sight, { ...needs, tell, complain }, known)
    }
    if (!known) teller.note(`${name} joins`)
    return { update, leave, name, done: follow().catch(fail) }
  }

  return {
    see(pod: V1Pod): void {
      for (const state of containerRuns(pod)) {
        const key = containerKey(pod, state.container)
        const follower = followers.get(key)
        if (follower) follower.update(state)
        else followers.set(key, hire(pod, state))
      }
    },
    lose(pod: V1Pod): void {
      for (const [key, follower] of followers)
        if (key.startsWith(containerKey(pod, ''))) {
          follower.leave()
          teller.note(`${follower.name} has ended`)
        }
    },
    async rest(): Promise<void> {
      for (const { done } of followers.values()) await done
    },
  }
}

/** `changed` also tells what has changed since somebody last looked. */
function createSight(first: ContainerRunState) {
  let latest = { ...first, isGone: false }
  let isSeen = false
  const wake: (() => void)[] = []
  const sight: ContainerSight = {
    latest() {
      isSeen = true
      return latest
    },
    changed: () =>
      new Promise((resolve) => {
        if (isSeen) wake.push(resolve)
        else resolve()
      }),
  }
  const become = (next: typeof latest) => {
    latest = next
    isSeen = false
    for (const resolve of wake.splice(0)) resolve()
  }
  return {
    sight,
    update: (state: ContainerRunState) => become({ ...state, isGone: latest.isGone }),
    leave: () => become({ ...latest, isGone: true }),
  }
}
