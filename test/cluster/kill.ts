import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Where a run is killed, and how: at the beginning or end of a phase, or so many milliseconds into it. */
export type KillPoint = {
  phase: string
  edge: 'started' | 'ended'
  signal: NodeJS.Signals
  afterMs?: number
  /** Whom: k8sdeploy, the helm or docker that it has started, or all of them. */
  victims?: 'us' | 'children' | 'all'
}

export const describePoint = ({ phase, edge, signal, afterMs = 0, victims = 'us' }: KillPoint): string =>
  `${signal} of ${victims} ${afterMs > 0 ? `${afterMs} ms after` : 'when'} ${phase} ${edge}`

/** Told each NDJSON event of a run; kills it once. */
export function killAt(point: KillPoint) {
  let isDone = false
  return (event: Record<string, unknown>, child: ChildProcess): void => {
    if (isDone || phaseOf(event) !== point.phase || event['type'] !== `phase-${point.edge}`) return
    isDone = true
    if (point.afterMs) setTimeout(() => kill(point, child), point.afterMs)
    else kill(point, child)
  }
}

const phaseOf = ({ phase, report }: Record<string, unknown>): unknown =>
  phase ?? (report as { name?: string } | undefined)?.name

function kill({ signal, victims = 'us' }: KillPoint, child: ChildProcess): void {
  const children = victims === 'us' ? [] : childrenOf(child.pid!)
  const pids = victims === 'children' ? children : [child.pid!, ...children]
  for (const pid of pids) tryToKill(pid, signal)
}

/** It may have ended by itself a moment ago. */
function tryToKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}
