import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { crashHint } from './crash-hint.ts'
import { isDatabaseAsleep } from './database.ts'
import { countExits, endsAsBefore, exitsOf, lastLines, neverReady } from './exits-of.ts'
import { findFatalSignature } from './fatal-signature.ts'
import { killedHint } from './killed-hint.ts'
import { nameSubject } from './name-subject.ts'
import { findProbeKills } from './probe-kill.ts'
import { findAbsentService } from './unknown-service.ts'

/** After three restarts; a program that waits for a peer gets two more. */
const exitsNeeded = 4
const exitsNeededForPeers = 6

/** Every run that could be heard named the same thing that no restart can change; the kubelet keeps only the last log. */
const isHopeless = (subject: ContainerCase): boolean => {
  const heard = subject.logs.map((log) => findFatalSignature(log.lines)).filter((one) => one !== undefined)
  return heard.at(-1)?.isDeterministic === true && new Set(heard.map((one) => one.key)).size === 1
}

const exitCodes = (subject: ContainerCase): number[] => [
  ...new Set(exitsOf(subject).map((one) => one.exitCode)),
]
const hasOneExitCode = (subject: ContainerCase): boolean => exitCodes(subject).length === 1

/** A program that ends now this way and now that gets one more, and only one that was never Ready is condemned for it. */
const endsTooOften = (subject: ContainerCase, needed: number): boolean =>
  hasOneExitCode(subject)
    ? countExits(subject) >= needed
    : neverReady(subject) && countExits(subject) > needed

/** It asks for a Service that is not there: as good as any other setting that is wrong. */
const diesOfAbsentService = (subject: ContainerCase): boolean =>
  // of other names that it could not find it may not need any
  findAbsentService(subject.memory, [findFatalSignature(lastLines(subject))?.line ?? '']) !== undefined

const isDown = ({ container }: ContainerCase): boolean => container.run.type !== 'running'

const isDefinitive = (subject: ContainerCase): boolean => {
  const readyAt = subject.memory.readyAt.get(subject.pod.uid)
  if (isDatabaseAsleep(subject) || (readyAt !== undefined && !endsAsBefore(subject, readyAt))) return false
  if (countExits(subject) >= 2 && (isHopeless(subject) || diesOfAbsentService(subject))) return true
  const waitsForPeer = findFatalSignature(lastLines(subject))?.isTransient ?? false
  const needed = waitsForPeer ? exitsNeededForPeers : exitsNeeded
  return isDown(subject) && endsTooOften(subject, needed)
}

const describe = (subject: ContainerCase): string =>
  subject.container.kind === 'init'
    ? `${subject.scope.component.role}: init container ${subject.container.name} fails`
    : `${nameSubject(subject)} crashes`

export const crashLoop: ContainerRule = (subject) => {
  const last = exitsOf(subject)
    .filter((one) => one.exitCode !== 0)
    .at(-1)
  if (!last || subject.container.ready || findProbeKills(subject)) return undefined
  const count = countExits(subject)
  const cause = findFatalSignature(lastLines(subject))?.line
  return containerFinding(subject, {
    class: subject.container.kind === 'init' ? 'init-failed' : 'crash-loop',
    field: `${subject.path}.lastState.terminated`,
    message: `${describe(subject)}: exit code ${last.exitCode}, ${count}×${cause ? `: ${cause}` : ''}`,
    hint: (cause === undefined ? killedHint(subject, last) : undefined) ?? crashHint(subject, cause),
    firstSeen: exitsOf(subject)[0]!.finishedAt ?? exitsOf(subject)[0]!.seenAt,
    count,
    confirmedBy: cause
      ? `log of ${subject.pod.name}/${subject.container.name}`
      : hasOneExitCode(subject)
        ? `exit code ${last.exitCode} each time`
        : `exit codes ${exitCodes(subject).join(', ')}`,
    whyNotTransient: `it was started ${count}× and ended ${hasOneExitCode(subject) ? 'the same way' : 'each time'}${neverReady(subject) ? ', without ever being Ready' : ''}`,
    isDefinitive: isDefinitive(subject),
  })
}
