import { findNearestName } from '../config/nearest-name.ts'
import type { Fault } from '../config/problem.ts'
import { isMap } from './is-map.ts'
import type { Values } from './merge-values.ts'

/** Maps that hold whatever a user puts there. */
const open = ['env', 'resources', 'annotations', 'podAnnotations', 'nodeSelector']

/** Overrides that the chart has no value for: helm would take them silently, or its schema say less. */
export function checkOverrides(overrides: Values, chart: Values, parent = ''): (Fault & { key: string })[] {
  return Object.entries(overrides).flatMap(([name, value]) => {
    const key = parent === '' ? name : `${parent}.${name}`
    // Taking away what is not there does no harm.
    if (value === null) return []
    if (!Object.hasOwn(chart, name)) return [unknown(key, name, Object.keys(chart))]
    const below = chart[name]
    if (!isMap(value) || !isMap(below) || open.includes(name)) return []
    return checkOverrides(value, below, key)
  })
}

function unknown(key: string, name: string, valid: string[]): Fault & { key: string } {
  const nearest = findNearestName(name, valid)
  const message = `the chart has no value \`${key}\`${nearest ? `; did you mean \`${nearest}\`?` : ''}`
  return { key, message, hint: `Valid there: ${valid.join(', ')}.` }
}
