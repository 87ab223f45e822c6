import { findListeningPorts } from './listening-ports.ts'
import { probeTcp } from './run-probe.ts'
import { sleep } from './sleep.ts'

const lookMs = 100
const maxLookMs = 2000
const patienceMs = 120_000

/** Where the process turns out to listen: on the port it was given or, when it does not heed `PORT`, on its own. */
export async function settlePort(
  pid: number,
  given: number,
  usual: number | undefined,
  signal: AbortSignal,
): Promise<number> {
  const end = Date.now() + patienceMs
  for (let pause = lookMs; !signal.aborted && Date.now() < end; pause = Math.min(pause * 1.5, maxLookMs)) {
    if ((await probeTcp(given, '', 1000)).ok) return given
    const own = findListeningPorts(pid)
    const found = own.find((port) => port === usual) ?? own[0]
    if (found !== undefined && !own.includes(given)) return found
    await sleep(pause, signal)
  }
  return given
}
