import { cpus, release, totalmem, type } from 'node:os'

export function machine() {
  const processors = cpus()
  return {
    cpu: `${processors.length} × ${processors[0]?.model.trim()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.version,
  }
}
