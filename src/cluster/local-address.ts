import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Where a server's address leads: this machine, a private network, or somewhere else. */
export function addressKind(
  server: string,
  ownAddresses = addressesOfThisMachine(),
): 'loopback' | 'private' | 'other' {
  const host = hostOf(server)
  if (host === undefined) return 'other'
  if (isLoopback(host) || ownAddresses.includes(host)) return 'loopback'
  return isPrivate(host) ? 'private' : 'other'
}

function hostOf(server: string): string | undefined {
  if (!URL.canParse(server)) return undefined
  return new URL(server).hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.') || host === '0.0.0.0'
  if (isIP(host) === 6) return host === '::1' || /^::ffff:7f/.test(host)
  // kubernetes.docker.internal and host.docker.internal are what Docker Desktop writes into /etc/hosts for 127.0.0.1
  return host === 'localhost' || host.endsWith('.localhost') || host === 'kubernetes.docker.internal'
}

function isPrivate(host: string): boolean {
  if (isIP(host) === 6) return /^f[cd]/.test(host) || /^fe[89ab]/.test(host)
  if (isIP(host) !== 4) return false
  const [a = 0, b = 0] = host.split('.').map(Number)
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168)
}

const addressesOfThisMachine = (): string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address))
