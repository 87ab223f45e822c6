import type { ContainerCase } from './cases.ts'

type OpenPort = { port: number; since: number }

/** Ports that other containers of the pod call their own. */
const portsOfOthers = ({ pod, container }: ContainerCase): Set<number> => {
  const others = pod.containers.filter((one) => one.name !== container.name)
  const probed = others.flatMap((one) => Object.values(one.probes).map((probe) => probe?.port))
  return new Set([...others.flatMap((one) => one.ports), ...probed.filter((port) => port !== undefined)])
}

/** Ports that answered at the last knock, of this run, and since which knock they did at each, whichever run it was. */
export const findOpenPorts = (subject: ContainerCase): OpenPort[] => {
  const { run } = subject.container
  const startedAt = run.type === 'running' ? (run.startedAt ?? 0) : Number.POSITIVE_INFINITY
  const knocks = [...(subject.memory.knocks.get(subject.pod.name) ?? [])].sort(([a], [b]) => b - a)
  const [last] = knocks
  if (!last || last[0] < startedAt) return []
  const foreign = portsOfOthers(subject)
  return last[1]
    .filter((port) => !foreign.has(port))
    .map((port) => {
      const closed = knocks.findIndex(([, open]) => !open.includes(port))
      const steady = closed < 0 ? knocks : knocks.slice(0, closed)
      return { port, since: steady.at(-1)?.[0] ?? subject.now }
    })
}
