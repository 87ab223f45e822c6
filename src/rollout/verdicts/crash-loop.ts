import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { isDatabaseAsleep } from './database.ts'
import { countExits, exitsOf, lastLines, neverReady } from './exits-of.ts'
import { findFatalSignature } from './fatal-signature.ts'
import { logsCommand } from './logs-command.ts'
import { findProbeKills } from './probe-kill.ts'

const restartsNeeded = 3
const restartsNeededForPeers = 6

/** Two runs that left the same fatal line. */
const repeatedSignature = (subject: ContainerCase): string | undefined => {
  const found = subject.logs
    .map((log) => findFatalSignature(log.lines))
    .filter((one) => one && !one.isTransient)
  const keys = found.map((one) => one?.key)
  return found.find((one, index) => keys.indexOf(one?.key) !== index)?.line
}

const hasOneExitCode = (subject: ContainerCase): boolean =>
  new Set(exitsOf(subject).map((one) => one.exitCode)).size === 1

const isDefinitive = (subject: ContainerCase): boolean => {
  if (isDatabaseAsleep(subject) || !neverReady(subject)) return false
  if (repeatedSignature(subject) && countExits(subject) >= 2) return true
  const waitsForPeer = findFatalSignature(lastLines(subject))?.isTransient ?? false
  const needed = waitsForPeer ? restartsNeededForPeers : restartsNeeded
  return subject.container.restarts >= needed && hasOneExitCode(subject)
}

export const crashLoop: ContainerRule = (subject) => {
  const last = exitsOf(subject)
    .filter((one) => one.exitCode !== 0)
    .at(-1)
  if (!last || subject.container.ready || findProbeKills(subject)) return undefined
  const { role } = subject.scope.component
  const count = countExits(subject)
  const lines = lastLines(subject)
  const cause =
    findFatalSignature(lines)?.line ??
    lines
      .findLast((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 300)
  return containerFinding(subject, {
    class: subject.container.kind === 'init' ? 'init-failed' : 'crash-loop',
    field: `${subject.path}.lastState.terminated`,
    message: `${role} crashes: exit code ${last.exitCode}, ${count}×${cause ? `: ${cause}` : ''}`,
    hint: logsCommand(subject, { previous: true }),
    firstSeen: exitsOf(subject)[0]!.seenAt,
    count,
    confirmedBy: cause
      ? `log of ${subject.pod.name}/${subject.container.name}`
      : `exit code ${last.exitCode} each time`,
    whyNotTransient: `it was started ${count}× and ended the same way, without ever being Ready`,
    isDefinitive: isDefinitive(subject),
  })
}
