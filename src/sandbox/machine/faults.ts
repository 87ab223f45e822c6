import { DeployError } from '../../errors.ts'

/** What can be rehearsed; `none` ends it. */
export const faultNames = [
  'image-not-found',
  'image-denied',
  'crash',
  'exit-0',
  'oom',
  'never-ready',
  'unschedulable',
  'quota',
  'slow',
  'config-missing',
  'none',
] as const

export type Fault = (typeof faultNames)[number]

export type Faults = {
  set(component: string, fault: string): void
  /** For pods with these labels. */
  find(labels: Record<string, string>): Fault | undefined
  list(): Record<string, Fault>
}

const componentLabel = 'app.kubernetes.io/component'

export function createFaults(): Faults {
  const byComponent = new Map<string, Fault>()
  return {
    set(component, name) {
      const fault = readFault(name)
      if (fault === 'none') byComponent.delete(component)
      else byComponent.set(component, fault)
    },
    find: (labels) => byComponent.get(labels[componentLabel] ?? ''),
    list: () => Object.fromEntries(byComponent),
  }
}

export function readFault(name: string): Fault {
  const fault = faultNames.find((one) => one === name)
  if (fault) return fault
  throw new DeployError('USAGE', `"${name}" is not a fault that can be rehearsed`, {
    choices: [...faultNames],
    hint: `choose one of: ${faultNames.join(', ')}`,
  })
}

/** What a container that only pretends to fail leaves behind. */
export const rehearsedExits: Partial<Record<Fault, { exitCode: number; reason: string; log: string }>> = {
  crash: { exitCode: 1, reason: 'Error', log: 'Error: rehearsed crash' },
  'exit-0': { exitCode: 0, reason: 'Completed', log: 'rehearsed: finished, nothing left to do' },
  oom: { exitCode: 137, reason: 'OOMKilled', log: 'rehearsed: allocating memory' },
}
