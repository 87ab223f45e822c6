import { eventsAbout, type Memory } from '../memory.ts'
import { lastGoneAt } from '../tally.ts'
import { isBeyondQuota, readQuota } from './read-quota.ts'
import { findRefusal, isForWantOfRoom, type Refusal } from './refusals.ts'
import { isRoomToCome } from './room-to-come.ts'

export type Attempt = { message: string; firstAt: number; lastAt: number; count: number }
export type Attempts = Attempt & { refusal: Refusal; hasEvents: boolean }

/** A quota's count of what is used follows the pods with a delay. */
const recountMs = 3000

export const withoutPreface = (message: string): string =>
  message.replace(/^(Error creating|Failed to create new replica set "[^"]*"): /, '')

/** What its controller tells of each attempt to make a pod (or a ReplicaSet), after pauses that double. */
export const toldAttempts = (memory: Memory, uid: string, otherwise: number): Attempt[] =>
  eventsAbout(memory, uid)
    .filter((one) => /^(FailedCreate|ReplicaSetCreateError)$/.test(one.reason))
    .map((one) => ({
      message: withoutPreface(one.message),
      firstAt: one.firstAt ?? otherwise,
      lastAt: one.lastAt ?? otherwise,
      count: one.count,
    }))

/** Those attempts that were refused for the same reason as the latest. */
export const latestAttempts = (all: Attempt[]): Attempts => {
  const latest = all.reduce((a, b) => (b.lastAt > a.lastAt ? b : a))
  const refusal = findRefusal(latest.message)
  const alike = all.filter((one) => findRefusal(one.message) === refusal)
  return {
    refusal,
    message: latest.message,
    firstAt: Math.min(...alike.map((one) => one.firstAt)),
    lastAt: latest.lastAt,
    hasEvents: all.some((one) => one.count > 0),
    count: Math.max(
      1,
      alike.reduce((sum, one) => sum + one.count, 0),
    ),
  }
}

/** Without Events to count, twice the time has to do. */
const isStable = ({ refusal, firstAt, lastAt, hasEvents }: Attempts, now: number, from: number): boolean => {
  if (!hasEvents) return now - Math.max(firstAt, from) >= 2 * refusal.stableMs
  return lastAt - firstAt >= refusal.stableMs && lastAt >= from
}

const isBeyond = ({ message }: Attempt): boolean => isBeyondQuota(readQuota(message))

export const whyRefused = (attempts: Attempts): string =>
  isBeyond(attempts) ? 'it asks for more than the quota allows in all, whoever leaves' : attempts.refusal.why

/** It gets room once somebody leaves. */
export const isWaitingForRoom = (attempts: Attempts): boolean =>
  isForWantOfRoom(attempts.refusal) && !isBeyond(attempts)

/** It was tried again after `from`, and neither time nor a pod that leaves will change the answer. */
export const isRefusedForGood = (memory: Memory, attempts: Attempts, now: number, from: number): boolean => {
  if (!isWaitingForRoom(attempts)) return isStable(attempts, now, from)
  return !isRoomToCome(memory) && isStable(attempts, now, Math.max(from, lastGoneAt(memory) + recountMs))
}

export const describeAttempts = ({ count, firstAt, lastAt, message }: Attempts): string =>
  `tried ${count}× over ${Math.round((lastAt - firstAt) / 1000)} s: ${message}`
