import type { StoredObject } from '../../store.ts'
import { dig, type Json, recordsOf, textOf } from '../json.ts'
import { ageText } from './age.ts'

const statuses = ({ status }: StoredObject): Json[] => recordsOf(status?.containerStatuses)

export function podReady(pod: StoredObject): string {
  const ready = statuses(pod).filter(
    (one) => one.ready === true && dig(one, 'state', 'running') !== undefined,
  ).length
  return `${ready}/${recordsOf(pod.spec?.containers).length}`
}

/** One word for a pod: the reason that says most. */
export function podStatus(pod: StoredObject): string {
  const { metadata, status } = pod
  const init = initReason(pod)
  const reason =
    init ?? containerReason(pod) ?? (textOf(status?.reason) || textOf(status?.phase) || 'Unknown')
  if (metadata?.deletionTimestamp === undefined) return reason
  return status?.reason === 'NodeLost'
    ? 'Unknown'
    : finished.has(textOf(status?.phase))
      ? reason
      : 'Terminating'
}

const finished = new Set(['Succeeded', 'Failed'])

function initReason({ spec, status }: StoredObject): string | undefined {
  const all = recordsOf(status?.initContainerStatuses)
  const at = all.findIndex((one) => dig(one, 'state', 'terminated', 'exitCode') !== 0 && one.started !== true)
  const current = all[at]
  if (current === undefined) return undefined
  const ended = dig(current, 'state', 'terminated')
  const waiting = textOf(dig(current, 'state', 'waiting', 'reason'))
  if (ended !== undefined)
    return `Init:${textOf(dig(ended, 'reason')) || `ExitCode:${dig(ended, 'exitCode')}`}`
  if (waiting !== '' && waiting !== 'PodInitializing') return `Init:${waiting}`
  return `Init:${at}/${recordsOf(spec?.initContainers).length}`
}

function containerReason(pod: StoredObject): string | undefined {
  const reasons = statuses(pod)
    .map(reasonOf)
    .filter((reason) => reason !== undefined)
  const last = reasons[0]
  const isRunning = statuses(pod).some(
    (one) => one.ready === true && dig(one, 'state', 'running') !== undefined,
  )
  if (last === 'Completed' && isRunning) return isReady(pod) ? 'Running' : 'NotReady'
  return last
}

function reasonOf({ state }: Json): string | undefined {
  const waiting = textOf(dig(state, 'waiting', 'reason'))
  if (waiting !== '') return waiting
  const ended = dig(state, 'terminated')
  if (ended === undefined) return undefined
  const signal = dig(ended, 'signal')
  return textOf(dig(ended, 'reason')) || (signal ? `Signal:${signal}` : `ExitCode:${dig(ended, 'exitCode')}`)
}

const isReady = ({ status }: StoredObject): boolean =>
  recordsOf(status?.conditions).some(({ type, status: value }) => type === 'Ready' && value === 'True')

export function podRestarts(pod: StoredObject, now: Date): string {
  const total = statuses(pod).reduce((sum, one) => sum + Number(one.restartCount ?? 0), 0)
  const ends = statuses(pod)
    .map((one) => textOf(dig(one, 'lastState', 'terminated', 'finishedAt')))
    .filter(Boolean)
    .sort()
  const last = ends.at(-1)
  return total > 0 && last ? `${total} (${ageText(last, now)} ago)` : String(total)
}
