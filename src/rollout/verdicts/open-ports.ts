import type { Knock } from '../memory.ts'
import type { ContainerCase } from './cases.ts'

type OpenPort = { port: number; since: number }

/** Ports that other containers of the pod call their own. */
const portsOfOthers = ({ pod, container }: ContainerCase): Set<number> => {
  const others = pod.containers.filter((one) => one.name !== container.name)
  const probed = others.flatMap((one) => Object.values(one.probes).map((probe) => probe?.port))
  return new Set([...others.flatMap((one) => one.ports), ...probed.filter((port) => port !== undefined)])
}

/** Newest first; none unless the newest is of the run that is under way. */
const knocksOf = ({ container, memory, pod }: ContainerCase): [number, Knock][] => {
  const { run } = container
  const startedAt = run.type === 'running' ? (run.startedAt ?? 0) : Number.POSITIVE_INFINITY
  const knocks = [...(memory.knocks.get(pod.name) ?? [])].sort(([a], [b]) => b - a)
  return knocks[0] && knocks[0][0] >= startedAt ? knocks : []
}

/** Ports that were open at the last knock, and since which knock they were at each, whichever run it was. */
export const findOpenPorts = (subject: ContainerCase): OpenPort[] => {
  const knocks = knocksOf(subject)
  const foreign = portsOfOthers(subject)
  return (knocks[0]?.[1].open ?? [])
    .filter((port) => !foreign.has(port))
    .map((port) => {
      const closed = knocks.findIndex(([, { open }]) => !open.includes(port))
      const steady = closed < 0 ? knocks : knocks.slice(0, closed)
      return { port, since: steady.at(-1)?.[0] ?? subject.now }
    })
}

/** Whether a port is what the program's log says of it: `unheard` where nobody may knock. */
export const lookAtPort = (subject: ContainerCase, port: number): 'open' | 'closed' | 'unheard' => {
  const [last] = knocksOf(subject)
  if (last) return last[1].open.includes(port) ? 'open' : 'closed'
  return subject.memory.knocks.has(subject.pod.name) ? 'closed' : 'unheard'
}
