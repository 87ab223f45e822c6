/** helm's command lines, as pure functions. Values always travel on stdin: never in argv, never in a file. */
export type ReleaseRef = { release: string; namespace: string }
export type Pin = { kubeconfig: string; context: string }

const pinned = ({ kubeconfig, context }: Pin) => ['--kubeconfig', kubeconfig, '--kube-context', context]
const valuesOnStdin = ['--values', '-']

export const versionArgs = (): string[] => ['version', '--template', '{{.Version}}']

export const lintArgs = (chart: string): string[] => ['lint', '--strict', ...valuesOnStdin, '--', chart]

export const templateArgs = (
  chart: string,
  { release, namespace }: ReleaseRef,
  kubeVersion?: string,
): string[] => [
  'template',
  '--namespace',
  namespace,
  ...(kubeVersion ? ['--kube-version', kubeVersion] : []),
  ...valuesOnStdin,
  '--',
  release,
  chart,
]

/**
 * Without waiting: helm's lock is held for seconds, and what fails later is still there to be looked at.
 * `--reset-values`, because without any values helm would silently reuse those of the last release.
 */
export const upgradeArgs = (
  chart: string,
  { release, namespace }: ReleaseRef,
  pin: Pin,
  { hookSeconds, forcesConflicts }: { hookSeconds: number; forcesConflicts: boolean },
): string[] => [
  'upgrade',
  '--install',
  '--reset-values',
  ...force(forcesConflicts),
  '--history-max',
  '10',
  '--timeout',
  `${hookSeconds}s`,
  '--namespace',
  namespace,
  ...pinned(pin),
  '--output',
  'json',
  ...valuesOnStdin,
  '--',
  release,
  chart,
]

export const uninstallArgs = ({ release, namespace }: ReleaseRef, pin: Pin): string[] => [
  'uninstall',
  '--ignore-not-found',
  '--namespace',
  namespace,
  ...pinned(pin),
  '--',
  release,
]

const force = (isMeant: boolean) => (isMeant ? ['--force-conflicts'] : [])

/** Without waiting, as `upgrade` does. */
export const rollbackArgs = (
  { release, namespace }: ReleaseRef,
  pin: Pin,
  { revision, forcesConflicts }: { revision: number; forcesConflicts: boolean },
): string[] => [
  'rollback',
  ...force(forcesConflicts),
  '--history-max',
  '10',
  '--namespace',
  namespace,
  ...pinned(pin),
  '--',
  release,
  String(revision),
]
