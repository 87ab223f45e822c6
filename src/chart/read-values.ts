import { load, YAMLException } from 'js-yaml'
import { DeployError } from '../errors.ts'
import { isValues, type Values } from './merge-values.ts'

/** A values file of the chart, or one error that names its line. */
export function readValues(text: string, path: string): Values {
  const values = parse(text, path) ?? {}
  if (isValues(values)) return values
  throw new DeployError('CONFIG_INVALID', `${path} is not a map of values`, {
    hint: 'helm expects `name: value` lines',
  })
}

function parse(text: string, path: string): unknown {
  try {
    return load(text)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new DeployError('CONFIG_INVALID', `${path} is not valid YAML`, {
      evidence: [error.message],
      cause: error,
    })
  }
}
