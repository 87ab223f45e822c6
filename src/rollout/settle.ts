import { findDue } from './find-due.ts'
import { isUnchanged } from './freshness.ts'
import { isAnyFailing, isAnyToBeUndone, isAnyUnasked } from './health.ts'
import { isDone, restartsOf } from './is-complete.ts'
import type { Memory } from './memory.ts'
import { pullingSince } from './pull-state.ts'
import { activePods, type Scope } from './scope.ts'
import type { RolloutState } from './state.ts'
import { findDoom } from './verdicts/doom.ts'
import type { Finding } from './verdicts/finding.ts'
import { headline, withoutEffects } from './verdicts/headline.ts'
import { findTrouble } from './verdicts/ladder.ts'

/** A pull may take as long as the network needs, but not for ever. */
const longestPullMs = 30 * 60_000

const isPulling = (memory: Memory, scopes: Scope[], now: number): boolean =>
  scopes
    .flatMap((scope) => activePods(memory, scope))
    .some((pod) => {
      const since = pullingSince(memory, pod)
      return since !== undefined && now - since < longestPullMs
    })

/** While an image is on its way the clock stands still. */
const moveDeadline = (state: RolloutState, scopes: Scope[]): RolloutState => {
  const { memory, now } = state
  const passed = now - (memory.lastTick ?? now)
  const deadline = isPulling(memory, scopes, now) ? state.deadline + passed : state.deadline
  return { ...state, deadline, memory: { ...memory, lastTick: now } }
}

const fail = (state: RolloutState, scopes: Scope[], doom: Finding[], trouble: Finding[]): RolloutState => {
  const verdict = headline(doom, trouble, { memory: state.memory, scopes })
  const failed = new Set(doom.map((one) => one.object.component))
  const components = state.components.map((one) =>
    failed.has(one.role) ? { ...one, state: 'Failed' as const } : one,
  )
  return { ...state, phase: 'failed', verdict, components }
}

/** Nothing was rolled out, so there is nothing to watch for a while. */
const needsNoSoak = (state: RolloutState, scopes: Scope[]): boolean =>
  state.target.until === 'available' ||
  scopes.every((scope) => scope.deployment && isUnchanged(state.memory, scope.deployment, state.now))

/** Blind for longer than an API server takes to restart. */
const longestBlindMs = 120_000

const isBlindForGood = ({ lost, now }: RolloutState): boolean =>
  lost !== undefined && now - lost.since >= longestBlindMs

const timeOut = (state: RolloutState, scopes: Scope[], trouble: Finding[]): RolloutState =>
  state.sight === 'lost'
    ? { ...state, phase: 'lost' }
    : { ...state, phase: 'timed-out', verdict: headline(trouble, trouble, { memory: state.memory, scopes }) }

/**
 * Who asks for a soak also wants to know whether a probe will end what has just become Ready; one that fails and has no
 * effect is waited for until the deadline.
 */
const isHealthDue = ({ target, memory, now, deadline }: RolloutState, scopes: Scope[]): boolean =>
  target.soakSeconds > 0 &&
  scopes.some(
    (scope) => isAnyUnasked(memory, scope, now) || (now < deadline && isAnyFailing(memory, scope, now)),
  )

/** Ready at the deadline, and a probe that fails each time will end that. */
const isUndone = ({ target, memory, now, deadline }: RolloutState, scopes: Scope[]): boolean =>
  target.soakSeconds > 0 && now >= deadline && scopes.some((scope) => isAnyToBeUndone(memory, scope, now))

const soak = (state: RolloutState, scopes: Scope[], trouble: Finding[]): RolloutState => {
  const restarts = scopes.reduce((sum, scope) => sum + restartsOf(state.memory, scope), 0)
  const known = state.memory.soak
  const begun = known && known.restarts === restarts ? known : { since: state.now, restarts }
  const hasSoaked = state.now - begun.since >= state.target.soakSeconds * 1000 && !isHealthDue(state, scopes)
  const isUnwatched = needsNoSoak(state, scopes)
  if (hasSoaked && !isUnwatched && isUndone(state, scopes)) return timeOut(state, scopes, trouble)
  const isOver = isUnwatched || hasSoaked
  return {
    ...state,
    phase: isOver ? 'complete' : 'progressing',
    memory: { ...state.memory, soak: begun },
    due: undefined,
    soakUntil: begun.since + state.target.soakSeconds * 1000,
  }
}

/** What it died of is certain, but not why: its log is being read. */
const isWordless = (doom: Finding[], now: number): boolean =>
  doom.every(({ wordsUntil }) => wordsUntil !== undefined && now < wordsUntil)

/** A program that has only just begun is asked before it listens: every start looks like that. */
const youngMs = 10_000

const isYoung = (one: Finding, now: number): boolean =>
  one.class === 'never-ready' && now - one.firstSeen < youngMs

/** Judges at a tick, and only then: what is the same set of evidence gets the same verdict, however it arrived. */
export const settle = (before: RolloutState, scopes: Scope[]): RolloutState => {
  if (isBlindForGood(before)) return { ...before, phase: 'lost' }
  if (!before.memory.released) return before
  const state = moveDeadline(before, scopes)
  const isBlind = state.sight === 'lost'
  const trouble = isBlind ? [] : findTrouble(state.memory, scopes, state.now)
  const telling = trouble.filter((one) => !isYoung(one, state.now))
  const warned = isBlind ? state : { ...state, warnings: [...new Set(telling.map((one) => one.message))] }
  const certain = findDoom(state.memory, scopes, trouble)
  const doom = withoutEffects(certain, trouble, { memory: state.memory, scopes })
  if (doom.length > 0 && isWordless(doom, state.now)) return warned
  if (doom.length > 0) return fail(warned, scopes, doom, trouble)
  if (!isBlind && isDone(warned, scopes)) return soak(warned, scopes, telling)
  const rested = {
    ...warned,
    memory: { ...warned.memory, soak: undefined },
    soakUntil: undefined,
    due: isBlind || isPulling(state.memory, scopes, state.now) ? undefined : findDue(warned, scopes, trouble),
  }
  return state.now >= state.deadline ? timeOut(rested, scopes, telling) : rested
}
