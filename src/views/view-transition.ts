import type { Transition } from '../report.ts'

/** One change as a line: `20:15:04 Pod shop-backend-x2k4q  Starting → Running  waiting for /ready: 503`. */
export const viewTransition = ({ at, object, from, to, detail }: Transition): string =>
  `${at.slice(11, 19)} ${object}  ${from ? `${from} → ` : ''}${to}${detail ? `  ${detail}` : ''}`
