import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from './database.js'
import { log } from './log.js'
import { migrate } from './migrate.js'

const CACHE_MS = 1_000
const TIMEOUT_MS = 2_000
const LONGEST_PAUSE_MS = 10_000

/**
 * Knows whether this process should get traffic, and why not. A database that is asleep, away or refuses the login is
 * no reason to exit: the process stays up, not ready, and keeps trying.
 */
export function watchDatabase(pool, signal) {
  let reason = 'waiting for the database'
  let migrated = false
  let checked = { at: 0, answer: Promise.resolve() }

  async function prepare() {
    for (let pause = 250; !signal.aborted && !migrated; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        log.info('database is ready', { applied: await migrate(pool) })
        migrated = true
      } catch (error) {
        reason = reasonOf(error)
        log.warn('database is not ready', { reason, retryInMs: pause })
        await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
      }
    }
  }

  /** Undefined when ready, else the reason. Probes that come close together share one query. */
  function whyNotReady() {
    if (signal.aborted) return Promise.resolve('shutting down')
    if (!migrated) return Promise.resolve(reason)
    if (Date.now() - checked.at > CACHE_MS) checked = { at: Date.now(), answer: ask(pool) }
    return checked.answer
  }

  prepare()
  return { whyNotReady }
}

const ask = (pool) =>
  Promise.race([
    pool.query('select 1').then(() => undefined, reasonOf),
    sleep(TIMEOUT_MS, `no answer within ${TIMEOUT_MS} ms`, { ref: false }),
  ])
