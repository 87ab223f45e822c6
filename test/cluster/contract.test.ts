import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../contract/calls.ts'
import { compare } from '../contract/compare.ts'
import { recordedAnswers, toRecord } from '../contract/recorded.ts'
import { startSandboxApi } from '../contract/sandbox-api.ts'
import { type Answer, send, type Target, targetOf } from '../contract/send.ts'

const kubeconfig = process.env['K8SDEPLOY_TEST_KUBECONFIG'] ?? ''
const namespace = `contract-${process.pid}`
/** With RECORD=1 the answers are kept for `test/sandbox/api/contract.test.ts`, which needs no cluster. */
const recording = process.env['RECORD'] === '1' ? new Map<string, Answer>() : undefined
const namespaces = '/api/v1/namespaces'

describe.skipIf(kubeconfig === '')('the sandbox answers as the real API server does', () => {
  const real: Target = kubeconfig === '' ? { server: '', ca: '' } : targetOf(kubeconfig)
  let sandbox: Awaited<ReturnType<typeof startSandboxApi>>

  beforeAll(async () => {
    sandbox = await startSandboxApi()
    const body = { metadata: { name: namespace } }
    const create = { name: 'namespace', method: 'POST', path: namespaces, type: 'application/json', body }
    for (const target of [sandbox.target, real]) await send(target, create, namespace)
  })

  afterAll(async () => {
    if (recording) writeFileSync(recordedAnswers, toRecord(recording, namespace))
    await send(real, { name: 'namespace', method: 'DELETE', path: `${namespaces}/NS` }, namespace)
    await sandbox.close()
  })

  it.each(calls)('$name', async (call) => {
    const [own, theirs] = await Promise.all([
      send(sandbox.target, call, namespace),
      send(real, call, namespace),
    ])
    recording?.set(call.name, theirs)
    expect(compare(call, own, theirs)).toEqual([])
  })
})
