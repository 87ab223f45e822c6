import type { Runner } from '../ports.ts'
import type { LeaseObject } from './release-journal.ts'

const holderKey = 'k8sdeploy.dev/holder'
export const turnSeconds = 30

/** Who is changing the release, as the Lease names it. Times are epoch milliseconds by the API server's clock. */
export type Holder = {
  name: string
  pid: number
  machine: string
  command: string
  since: number
  renewed: number
}

export function readHolder(lease: LeaseObject | undefined): Holder | undefined {
  const { holderIdentity, acquireTime = '', renewTime = '' } = lease?.spec ?? {}
  if (!holderIdentity) return undefined
  const [machine = '', pid = '', command = ''] = (lease?.metadata?.annotations?.[holderKey] ?? '').split('/')
  return {
    name: holderIdentity,
    pid: Number(pid),
    machine,
    command: command || 'run',
    since: Date.parse(acquireTime) || 0,
    renewed: Date.parse(renewTime) || 0,
  }
}

/** This very run: its write was heard although the answer was lost. */
export const isOurselves = (holder: Holder, runner: Runner): boolean =>
  holder.machine === runner.machine && holder.pid === runner.pid

/** Somebody else, at work for all we can know: heard of within its time, and not seen to be gone from this machine. */
export function isAtWork(holder: Holder, runner: Runner, now: number): boolean {
  if (isOurselves(holder, runner) || now - holder.renewed > turnSeconds * 1000) return false
  return holder.machine !== runner.machine || runner.isAlive(holder.pid)
}

/** The Lease as held by this run from now on. */
export function heldBy(lease: LeaseObject, runner: Runner, command: string, now: number): LeaseObject {
  const annotations = {
    ...lease.metadata?.annotations,
    [holderKey]: `${runner.machine}/${runner.pid}/${command}`,
  }
  return {
    ...lease,
    metadata: { ...lease.metadata, annotations } as LeaseObject['metadata'],
    spec: {
      holderIdentity: `${runner.name}, pid ${runner.pid}`,
      leaseDurationSeconds: turnSeconds,
      acquireTime: microTime(now),
      renewTime: microTime(now),
      leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1,
    },
  }
}

export const renewedAt = (lease: LeaseObject, now: number): LeaseObject => ({
  ...lease,
  spec: { ...lease.spec, renewTime: microTime(now) },
})

export function heldByNobody(lease: LeaseObject): LeaseObject {
  const { [holderKey]: _gone, ...annotations } = lease.metadata?.annotations ?? {}
  const { leaseTransitions } = lease.spec ?? {}
  return {
    ...lease,
    metadata: { ...lease.metadata, annotations } as LeaseObject['metadata'],
    spec: leaseTransitions === undefined ? {} : { leaseTransitions },
  }
}

/** Kubernetes reads exactly six digits after the point. */
const microTime = (at: number): string => new Date(at).toISOString().replace('Z', '000Z')
