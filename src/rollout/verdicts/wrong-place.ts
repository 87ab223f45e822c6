import { type FailingProbe, findFailingProbe, placeOf } from '../failing-probe.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { lastLines } from './exits-of.ts'
import { hasMovedOn } from './has-moved-on.ts'
import { findListening, isLoopback, isOwnAddress, type Listening } from './listening.ts'
import { findOpenPorts, lookAtPort } from './open-ports.ts'

const saidMs = 15_000
/** It works on: the port that counts may be the last that it opens. */
const workingMs = 60_000
/** Where nobody may knock, its word has to do. */
const unheardMs = 60_000
/** A program may open the port of its machines first, or warm up where nobody sees it, and open the one that counts much later. */
const knockedMs = { 'loopback-only': 30_000, 'wrong-port': 60_000 }
const unwatchedMs = 60_000
/** The kubelet tells a moment after it has asked. */
const toldMs = 2_000

type Place = {
  class: 'wrong-port' | 'loopback-only'
  port: number
  host: string
  confirmedBy: string
  isSteady: boolean
}

/** Many a program says where it will listen, and then has work to do: what it says counts once a knock confirms it. */
const patienceAfter = (subject: ContainerCase, { line, port }: Listening): number => {
  const door = lookAtPort(subject, port)
  if (door === 'closed') return Number.POSITIVE_INFINITY
  if (door === 'unheard') return unheardMs
  const lines = lastLines(subject)
  const at = lines.findLastIndex((one) => one.includes(line))
  return hasMovedOn(lines, at + 1) ? workingMs : saidMs
}

/** A port that has only just opened is what a slow start looks like, until its probe has had the time to ask again. */
const isNewlyOpen = (subject: ContainerCase, { probe }: FailingProbe, port: number): boolean => {
  const open = findOpenPorts(subject).find((one) => one.port === port)
  if (!open || subject.memory.baseline.at === undefined) return false
  return subject.now - open.since < (probe.periodSeconds + probe.timeoutSeconds) * 1000 + toldMs
}

/** What the program says of itself in its log. */
const findSaid = (subject: ContainerCase, failing: FailingProbe): Place | undefined => {
  const { probe, forMs } = failing
  const found = findListening(lastLines(subject))
  const here = found.find((one) => one.port === probe.port)
  const at = here ?? found.findLast((one) => isOwnAddress(one.host))
  if (!at || (here && !isLoopback(here.host))) return undefined
  const confirmedBy = `its log says: ${at.line}`
  return {
    class: here ? 'loopback-only' : 'wrong-port',
    port: at.port,
    host: at.host,
    confirmedBy,
    isSteady: forMs >= patienceAfter(subject, at) && !isNewlyOpen(subject, failing, at.port),
  }
}

/** The kubelet was still refused after the port had answered us: else it may just have opened, or belong to the next run. */
const isSteady = (
  { memory, now }: ContainerCase,
  failing: FailingProbe,
  since: number,
  forMs: number,
): boolean =>
  memory.baseline.at === undefined
    ? failing.forMs >= unwatchedMs
    : now - since >= forMs && failing.lastAt >= since

/** What answers inside the pod, where the kubelet's probe from outside is refused. */
const findKnocked = (subject: ContainerCase, failing: FailingProbe): Place | undefined => {
  const { probe } = failing
  const open = findOpenPorts(subject)
  const found = open.find((one) => one.port === probe.port) ?? open[0]
  if (!found) return undefined
  const isHere = found.port === probe.port
  const where = isHere ? 'only from inside the pod' : 'in the pod, and the one that is asked is not'
  const name = isHere ? 'loopback-only' : 'wrong-port'
  return {
    class: name,
    port: found.port,
    host: 'localhost',
    confirmedBy: `knocked: port ${found.port} is open ${where}`,
    isSteady: isSteady(subject, failing, found.since, knockedMs[name]),
  }
}

const describe = ({ scope }: ContainerCase, failing: FailingProbe, place: Place) => {
  const { role } = scope.component
  return place.class === 'wrong-port'
    ? {
        message: `${role} listens on port ${place.port}, but is asked on port ${failing.probe.port}`,
        hint: `set ${role}.port to ${place.port} in k8sdeploy.yaml, then: k8sdeploy up`,
      }
    : {
        message: `${role} listens on ${place.host}:${place.port}, where only the container itself can reach it`,
        hint: `let the ${role} listen on 0.0.0.0 (for example HOST=0.0.0.0), then: k8sdeploy up`,
      }
}

/** It runs and listens, but not where it is asked. A program that listens nowhere is merely slow. */
export const wrongPlace: ContainerRule = (subject) => {
  const failing = findFailingProbe(subject.memory, subject.pod, subject.container, subject.now)
  if (failing?.answer !== 'connection refused' || failing.probe.port === undefined) return undefined
  const said = findSaid(subject, failing)
  const knocked = findKnocked(subject, failing)
  const place = knocked && (!said || said.port === knocked.port) ? knocked : said
  if (!place) return undefined
  return containerFinding(subject, {
    class: place.class,
    field: `${subject.path}.${failing.kind === 'startup' ? 'started' : 'ready'}`,
    ...describe(subject, failing, place),
    firstSeen: failing.firstAt,
    count: failing.count,
    confirmedBy: said && said.port === place.port ? said.confirmedBy : place.confirmedBy,
    whyNotTransient: `${failing.kind} ${placeOf(failing.probe)} gets "connection refused" while the program already listens`,
    isDefinitive: place.isSteady || (said?.port === place.port && said.isSteady),
  })
}
