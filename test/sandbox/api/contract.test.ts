import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../contract/calls.ts'
import { compare } from '../../contract/compare.ts'
import { loadRecord } from '../../contract/recorded.ts'
import { startSandboxApi } from '../../contract/sandbox-api.ts'
import { send } from '../../contract/send.ts'

const namespace = 'contract'
const recorded = loadRecord(namespace)
let sandbox: Awaited<ReturnType<typeof startSandboxApi>>

beforeAll(async () => {
  sandbox = await startSandboxApi()
  const body = { metadata: { name: namespace } }
  const path = '/api/v1/namespaces'
  await send(sandbox.target, { name: '', method: 'POST', path, type: 'application/json', body }, namespace)
})
afterAll(() => sandbox.close())

describe('the sandbox answers as a real API server did', () => {
  it.each(calls)('$name', async (call) => {
    const real = recorded.get(call.name) ?? {
      code: 0,
      body: 'not recorded: run the contract suite with RECORD=1',
    }
    expect(compare(call, await send(sandbox.target, call, namespace), real)).toEqual([])
  })
})
