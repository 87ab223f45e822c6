import type { Config } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read-config.ts'

export const leastText = 'name: todo\nfrontend: {port: 3000}\nbackend: {port: 8000}\n'

export function configFrom(text: string): Config {
  const result = readConfig(text, 'k8sdeploy.yaml')
  if ('config' in result) return result.config
  throw new Error(JSON.stringify(result.problems, null, 2))
}
