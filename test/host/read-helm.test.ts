import { describe, expect, it } from 'vitest'
import { helmError, readLint, readUpgrade } from '../../src/host/read-helm.ts'

const place = { release: 'shop', namespace: 'dev' }

describe('helm errors', () => {
  it.each([
    [
      'a NodePort in use, helm 4',
      'Error: server-side apply failed for object dev/b /v1, Kind=Service: Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 32142: provided port is already allocated',
      /32142: provided port is already allocated/,
      /node-port-taken/,
    ],
    [
      'a NodePort in use, helm 3',
      'Error: 1 error occurred:\n\t* Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 31348: provided port is already allocated\n',
      /^helm could not release shop: Service "b" is invalid/,
      /node-port-taken/,
    ],
    [
      'a pending release',
      'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
      /another operation/,
      /left the release pending/,
    ],
    [
      'an immutable field',
      'Error: UPGRADE FAILED: cannot patch "b" with kind Deployment: Deployment.apps "b" is invalid: spec.selector: Invalid value: {}: field is immutable',
      /spec\.selector/,
      /cannot change in place/,
    ],
    [
      'a conflict of field managers',
      'Error: UPGRADE FAILED: conflict occurred while applying object dev/b apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
      /\.spec\.replicas/,
      /kubectl-client-side-apply/,
    ],
    [
      'an autoscaler that the chart does not know of',
      'Error: UPGRADE FAILED: conflict occurred while applying object dev/b apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "scale" using apps/v1: .spec.replicas',
      /\.spec\.replicas/,
      /hpa: minReplicas/,
    ],
  ])('explains %s', (_name, stderr, message, hint) => {
    const error = helmError('release shop', stderr, place)
    expect(error.message).toMatch(message)
    expect(error.details.hint).toMatch(hint)
    expect(error.details.next?.length).toBeGreaterThan(0)
  })

  it.each([
    ['BUSY', 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress'],
    [
      'BUSY',
      'Error: UPGRADE FAILED: create: failed to create: secrets "sh.helm.release.v1.shop.v7" already exists',
    ],
    ['HELM_FAILED', 'Error: UPGRADE FAILED: secrets "shop-secrets" already exists'],
  ])('is %s when helm says: %s', (code, stderr) => {
    expect(helmError('release shop', stderr, place).code).toBe(code)
  })

  it('leaves out the whole object that helm 3 repeats', () => {
    const stderr =
      'Error: UPGRADE FAILED: cannot patch "s": "" is invalid: patch: Invalid value: "{\\"a\\":\\"long\\"}": json: no'
    expect(helmError('release shop', stderr, place).message).toBe(
      'helm could not release shop: cannot patch "s": "" is invalid: patch: Invalid value: (the object): json: no',
    )
  })
})

describe('helm output', () => {
  it('reads what an upgrade did', () => {
    const json = {
      version: 3,
      info: { status: 'deployed', last_deployed: 'T', description: 'Upgrade complete' },
      chart: { metadata: { name: 'shop', version: '1.2.0', appVersion: '7' } },
    }
    expect(readUpgrade(`W1123 something\n${JSON.stringify(json)}`)).toEqual({
      revision: 3,
      status: 'deployed',
      chart: 'shop-1.2.0',
      appVersion: '7',
      updated: 'T',
      description: 'Upgrade complete',
    })
  })

  it.each([
    ['==> Linting c\n[INFO] Chart.yaml: icon is recommended\n\n1 chart(s) linted, 0 chart(s) failed\n', []],
    [
      '==> Linting c\n[ERROR] templates/cm.yaml: unable to parse YAML:\n  line 6\n[WARNING] templates/: old\n\nError: 1 chart(s) linted, 1 chart(s) failed',
      ['templates/cm.yaml: unable to parse YAML: line 6', 'templates/: old'],
    ],
  ])('reads lint problems', (output, problems) => {
    expect(readLint(output)).toEqual(problems)
  })
})
