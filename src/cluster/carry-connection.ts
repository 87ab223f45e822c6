import type { Socket } from 'node:net'
import { type DeployError, isDeployError } from '../errors.ts'
import type { Clock, PodAddress } from '../ports.ts'
import type { DialPod } from './dial-pod.ts'
import type { PodPorts } from './pod-ports.ts'

export type Choose = (avoid: readonly string[], signal: AbortSignal) => Promise<PodAddress | undefined>
export type Carry = {
  clock: Clock
  dial: DialPod
  choose: Choose
  missed(why: string): void
  signal: AbortSignal
}

/** How a stretch with one pod ended: with the connection, or before anybody in the pod had answered. */
type Stretch = 'over' | 'unanswered' | 'refused'

const patienceMs = 30_000
const pauseMs = 150
/** Who is told that it is over hangs up; who does not is left. */
const farewellMs = 5000
/** What was said can be said again to another pod as long as it is kept. */
const mostKept = 1024 * 1024
/** Whether a browser has left or only has no more to say cannot be told apart: it may still get an answer. */
const quietMs = 60_000
const safeMethods = /^(GET|HEAD|OPTIONS) /

/**
 * One connection from this machine, from its first byte to its last. Until a pod answers, another one may take its
 * place: nothing was done where nobody listened, and asking for a page again does no harm.
 */
export async function carryConnection(local: Socket, carry: Carry): Promise<void> {
  const patience = new AbortController()
  const loseIt = () => patience.abort()
  local.once('close', loseIt)
  const awake = new AbortController()
  carry.clock.sleep(patienceMs, awake.signal).then(loseIt)
  try {
    await carryAlong(local, { ...carry, signal: AbortSignal.any([carry.signal, patience.signal]) }, carry)
  } finally {
    awake.abort()
    sayFarewell(local)
  }
}

/** `search` ends sooner than `carry`: with the patience for finding somebody who answers. */
async function carryAlong(local: Socket, search: Carry, carry: Carry): Promise<void> {
  const said = listenTo(local)
  const avoid: string[] = []
  while (!search.signal.aborted) {
    const address = await carry.choose(avoid, search.signal)
    const pod = address && (await dial(address, search))
    if (!address) return
    const end = pod ? await bridge(local, pod, said, carry) : 'refused'
    if (end === 'over' || (end === 'unanswered' && !said.isSafe()) || !said.isWhole()) return
    avoid.push(address.pod)
    await carry.clock.sleep(pauseMs, search.signal)
  }
}

const dial = (address: PodAddress, { dial, missed, signal }: Carry) =>
  dial(address, signal).catch((error: unknown) => {
    if (!isPassing(error)) throw error
    missed(error.message)
    return undefined
  })

/** What was written still arrives, and what nobody reads any more does not hold it up. */
function sayFarewell(local: Socket): void {
  local.setTimeout(farewellMs, () => local.destroy())
  local.end()
  local.resume()
}

/** Without the right to forward no other pod helps. */
const isPassing = (error: unknown): error is DeployError => isDeployError(error) && error.code !== 'FORBIDDEN'

type Said = ReturnType<typeof listenTo>

/** Keeps what is said until somebody has answered, and hands it on to whoever listens; also hears who leaves. */
function listenTo(local: Socket) {
  let kept: Buffer[] = []
  let [size, isWhole] = [0, true]
  let listener: ((bytes: Buffer) => void) | undefined
  local.on('data', (bytes: Buffer) => {
    size += bytes.length
    if (isWhole) kept.push(bytes)
    if (listener) isWhole &&= size <= mostKept
    else if (size > mostKept) local.pause()
    if (!isWhole) kept = []
    listener?.(bytes)
  })
  return {
    tell(next: (bytes: Buffer) => void): void {
      for (const bytes of kept) next(bytes)
      listener = next
      local.resume()
    },
    tellNobody(): void {
      listener = undefined
    },
    forget(): void {
      kept = []
      isWhole = false
    },
    isWhole: () => isWhole,
    isSafe: () => safeMethods.test(kept[0]?.toString('latin1', 0, 8) ?? ''),
  }
}

/** Bytes both ways, neither side faster than the other can take. */
function bridge(local: Socket, pod: PodPorts, said: Said, carry: Carry): Promise<Stretch> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const silence = measureSilence(carry.clock, over.signal)
    let isAnswered = false
    const finish = (end: Stretch) => {
      if (over.signal.aborted) return
      over.abort()
      said.tellNobody()
      disconnect()
      pod.close()
      resolve(isAnswered ? 'over' : end)
    }
    const leave = () => finish('over')
    const linger = () => silence.wait().then(leave)
    const disconnect = connectLocal(local, carry.signal, { drain: pod.resume, end: linger, close: leave })
    pod.onClose(() => finish('unanswered'))
    pod.onDrain(() => {
      if (!over.signal.aborted) local.resume()
    })
    pod.listen({
      data(_, bytes) {
        silence.interrupt()
        if (!isAnswered) said.forget()
        isAnswered = true
        if (!local.write(bytes)) pod.pause()
      },
      failed(_, why) {
        carry.missed(why.trim())
        finish('refused')
      },
    })
    if (local.destroyed) return leave()
    said.tell((bytes) => {
      silence.interrupt()
      if (!pod.send(0, bytes)) local.pause()
    })
    if (local.readableEnded) void linger()
  })
}

type Ends = Record<'drain' | 'end' | 'close', () => void>

/** Answers how to let go of it again. */
function connectLocal(local: Socket, signal: AbortSignal, { drain, end, close }: Ends): () => void {
  local.on('drain', drain).on('end', end).on('close', close)
  signal.addEventListener('abort', close)
  return () => {
    local.off('drain', drain).off('end', end).off('close', close)
    signal.removeEventListener('abort', close)
  }
}

/** `wait` resolves once neither side has said anything for long. */
function measureSilence(clock: Clock, signal: AbortSignal) {
  let heardAt = clock.monotonic()
  return {
    interrupt() {
      heardAt = clock.monotonic()
    },
    async wait(): Promise<void> {
      while (!signal.aborted && clock.monotonic() - heardAt < quietMs)
        await clock.sleep(heardAt + quietMs - clock.monotonic(), signal)
    },
  }
}
