import type { Verdict } from '../report.ts'
import type { Diagnosis } from './diagnose.ts'

const look = ({ class: name, object, message }: Verdict): string => {
  if (name === 'unschedulable') return 'describe nodes'
  if (name === 'quota') return 'describe resourcequota'
  const missing = /(Secret|ConfigMap) (\S+) does not exist/.exec(message)
  if (missing) return `describe ${missing[1]!.toLowerCase()} ${missing[2]}`
  if (object.kind === 'HelmRelease') return `get secrets -l owner=helm,name=${object.name}`
  if (object.kind !== 'Pod') return `describe ${object.kind.toLowerCase()} ${object.name}`
  const isOver = /^(crash-loop|exits|init-failed|probe-kill|dies-after-ready)$/.test(name)
  const speaks = isOver || /^(never-ready|wrong-port|loopback-only)$/.test(name)
  if (!speaks || !object.container) return `describe pod ${object.name}`
  return `logs ${object.name} -c ${object.container}${isOver ? ' --previous' : ''}`
}

/** Commands that show more of each cause than its own hint does; they only look. */
export const nextCommands = ({ status, verdicts, suspicions }: Diagnosis): string[] => {
  if (status === 'healthy') return []
  const about = verdicts.length > 0 ? verdicts : suspicions
  const commands = about
    .filter(({ object, hint }) => object.kind !== 'Database' && !hint?.startsWith('kubectl '))
    .map((one) => `kubectl ${look(one)}`)
  const again = status === 'unknown' ? ['k8sdeploy diagnose'] : []
  return [...new Set([...commands, ...again])]
}
