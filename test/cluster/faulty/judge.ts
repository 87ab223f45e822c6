import type { UpReport } from '../../../src/report.ts'
import type { CliOptions } from '../cli.ts'
import { toBehave } from '../matrix/case.ts'
import { copyExample, type Project, type Reported } from '../project.ts'
import { type Fault, type FaultyProxy, startProxy } from './proxy.ts'

export type Judged = {
  up: Reported<UpReport>
  /** Of ours; helm's are not counted. */
  requests: number
  perSecond: number
}

export type Place = { project: Project; proxy: FaultyProxy; kubeconfig: string }
export type UpOptions = Omit<CliOptions, 'cwd'> & { timeout?: number }

/** A project whose kubeconfig leads through a proxy with this fault. */
export const withFault = async <T>(
  fault: Fault,
  work: (place: Place) => Promise<T>,
  user?: (proxy: FaultyProxy) => Promise<object>,
): Promise<T> => {
  const [project, proxy] = await Promise.all([copyExample(), startProxy(fault)])
  try {
    await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
    await project.configure(toBehave)
    return await work({ project, proxy, kubeconfig: await proxy.writeKubeconfig(await user?.(proxy)) })
  } finally {
    await project.remove()
    await proxy.close()
  }
}

export const up = async (
  { project, proxy, kubeconfig }: Place,
  { timeout = 120, env, onEvent }: UpOptions = {},
): Promise<Judged> => {
  const before = proxy.ours().length
  const began = performance.now()
  const judged = await project.up(['--timeout', String(timeout)], {
    env: { KUBECONFIG: kubeconfig, ...env },
    onEvent,
  })
  const requests = proxy.ours().length - before
  return { up: judged, requests, perSecond: (requests * 1000) / (performance.now() - began) }
}

/** A missing ConfigMap: definitive after some seconds, and for as long as nobody makes it. */
export const makeFail = ({ project }: Place) =>
  project.replace(
    'chart/templates/deployment.yaml',
    '          envFrom:\n',
    '          envFrom:\n            - configMapRef: {name: nobody-made-it}\n',
  )

/** Calls once, when helm has returned and the rollout is being watched. */
export const atRollout = (work: () => unknown): NonNullable<CliOptions['onEvent']> => {
  let isDone = false
  return (event) => {
    if (isDone || event['type'] !== 'phase-started' || event['phase'] !== 'rollout') return
    isDone = true
    work()
  }
}
