import { load, YAMLException } from 'js-yaml'
import { DeployError } from '../errors.ts'
import { isMap } from './is-map.ts'
import type { Values } from './merge-values.ts'

/** A values file of the chart, or one error that names its line. */
export function readValues(text: string, path: string): Values {
  const values = parse(text, path) ?? {}
  if (isMap(values)) return values
  throw new DeployError('CONFIG_INVALID', `${path} is not a map of values`, {
    hint: 'helm expects `name: value` lines',
  })
}

function parse(text: string, path: string): unknown {
  try {
    return load(text)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const { line = 0, column = 0 } = (error.mark ?? {}) as { line?: number; column?: number }
    throw new DeployError('CONFIG_INVALID', `${path} is not valid YAML`, {
      evidence: [`${path}:${line + 1}:${column + 1} ${error.reason}`],
      hint: 'correct it and run the same command again',
      cause: error,
    })
  }
}
