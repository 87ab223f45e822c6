import type { Fault } from './problem.ts'

const hint = 'Use a whole number from 1 to 65535.'

export function checkPort(port: number): Fault | undefined {
  if (!Number.isInteger(port)) return { message: `${port} is not a whole number`, hint }
  return port >= 1 && port <= 65535 ? undefined : { message: `there is no port ${port}`, hint }
}

export function checkNodePort(port: number): Fault | undefined {
  if (Number.isInteger(port) && port >= 30000 && port <= 32767) return undefined
  return {
    message: `${port} is not a node port`,
    hint: 'Use a number from 30000 to 32767, or leave it out: Kubernetes then picks a free one.',
  }
}
