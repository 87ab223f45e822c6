import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const cli = join(root, 'bin', 'k8sdeploy.js')
export const node = process.execPath
