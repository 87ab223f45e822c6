import type { Transition } from '../report.ts'
import { countTime } from './count-time.ts'

/** One change as a line: `20:15:04 Pod/shop-backend-x2k4q  Starting → Running after 2s  waiting for /ready: 503`. */
export function viewTransition({ at, object, from, to, detail, lastedMs }: Transition): string {
  const change = `${from ? `${from} → ` : ''}${to}`
  const after = lastedMs === undefined ? '' : ` after ${countTime(lastedMs)}`
  return `${at.slice(11, 19)} ${object}  ${change}${after}${detail ? `  ${detail}` : ''}`
}
