import type { ContainerCase } from './cases.ts'

/** What to type to read on where a verdict stopped. */
export const logsCommand = ({ pod, container }: ContainerCase, options: { previous: boolean }): string =>
  `kubectl logs ${pod.name} -c ${container.name} -n ${pod.namespace}${options.previous ? ' --previous' : ''}`
