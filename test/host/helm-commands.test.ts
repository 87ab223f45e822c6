import { describe, expect, it } from 'vitest'
import {
  lintArgs,
  rollbackArgs,
  templateArgs,
  uninstallArgs,
  upgradeArgs,
} from '../../src/host/helm-commands.ts'

const ref = { release: 'shop', namespace: 'dev' }
const pin = { kubeconfig: '/tmp/k', context: 'kind-a' }

describe('helm command lines', () => {
  it.each([
    ['lint', lintArgs('c'), 'lint --strict --values - -- c'],
    [
      'template',
      templateArgs('c', ref, 'v1.34.4'),
      'template --namespace dev --kube-version v1.34.4 --values - -- shop c',
    ],
    [
      'upgrade',
      upgradeArgs('c', ref, pin, { hookSeconds: 300, forcesConflicts: false }),
      'upgrade --install --reset-values --history-max 10 --timeout 300s --namespace dev --kubeconfig /tmp/k --kube-context kind-a --output json --values - -- shop c',
    ],
    [
      'upgrade that takes fields back',
      upgradeArgs('c', ref, pin, { hookSeconds: 300, forcesConflicts: true }).slice(0, 4),
      'upgrade --install --reset-values --force-conflicts',
    ],
    [
      'uninstall',
      uninstallArgs(ref, pin),
      'uninstall --ignore-not-found --namespace dev --kubeconfig /tmp/k --kube-context kind-a -- shop',
    ],
    [
      'rollback',
      rollbackArgs(ref, pin, { revision: 3, forcesConflicts: false }),
      'rollback --history-max 10 --namespace dev --kubeconfig /tmp/k --kube-context kind-a -- shop 3',
    ],
  ])('%s', (_name, args, line) => {
    expect(args.join(' ')).toBe(line)
  })

  it('never waits, so that the lock is short and the evidence stays', () => {
    expect(upgradeArgs('c', ref, pin, { hookSeconds: 300, forcesConflicts: false }).join(' ')).not.toMatch(
      /--wait|--atomic|--rollback|--set/,
    )
  })
})
