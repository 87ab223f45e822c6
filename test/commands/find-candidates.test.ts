import { beforeAll, describe, expect, it } from 'vitest'
import { type Found, findCandidates } from '../../src/commands/find-candidates.ts'
import { buildProgram } from '../../src/commands/program.ts'
import { splitLine } from '../../src/commands/split-line.ts'

let complete: (line: string) => Found

beforeAll(async () => {
  const program = await buildProgram('1.0.0', ['init'], async () => undefined)
  complete = (line) => findCandidates(program, splitLine(`k8sdeploy ${line}`))
})

const valuesAt = (line: string) => complete(line).candidates.map(({ value }) => value)

describe('candidates', () => {
  it.each<[string, string[]]>([
    ['st', ['status']],
    ['und', ['undo']],
    ['__', []],
    ['nonsense ', []],
    ['-q st', ['status']],
    ['-C /tmp st', ['status']],
    ['sandbox ', ['up', 'status', 'down', 'fault']],
    ['open ', ['frontend', 'backend']],
    ['open f', ['frontend']],
    ['open frontend b', []],
    ['logs b', ['backend']],
    ['logs --tail ', []],
    ['completion z', ['zsh']],
    ['-o ', ['text', 'json', 'yaml', 'ndjson']],
    ['status -o n', ['ndjson']],
    ['status --output=y', ['--output=yaml']],
    ['up --until av', ['available']],
    ['up --skip database im', ['images']],
    ['up --skip database --ti', ['--timeout']],
    ['up --rebuild --reb', []],
    ['up --dry', ['--dry-run']],
    ['up --nonsense --dry', ['--dry-run']],
    ['status -- --w', []],
    ['init --frontend-por', ['--frontend-port']],
  ])('%j', (line, values) => {
    expect(valuesAt(line)).toEqual(values)
  })

  it('are flags where nothing else can stand', () => {
    expect(valuesAt('undo ')).toEqual(expect.arrayContaining(['--dry-run', '--quiet']))
  })

  it('say what they are', () => {
    expect(complete('schem').candidates).toEqual([
      { value: 'schema', about: expect.stringMatching(/JSON Schema/) },
    ])
  })
})

describe('sources', () => {
  it.each<[string, Found['source'], Found['given']]>([
    ['up --context ', 'contexts', {}],
    ['up --context=ki', 'contexts', {}],
    ['up --allow-context ', 'contexts', {}],
    ['status --context kind-dev -n ', 'namespaces', { context: 'kind-dev' }],
    ['status --context=kind-dev -nsh', 'namespaces', { context: 'kind-dev' }],
    ['diagnose --sandbox -n shop --release ', 'releases', { sandbox: true, namespace: 'shop' }],
    ['-C /tmp/shop up --env ', 'environments', { cwd: '/tmp/shop' }],
    ['up --kubeconfig ', 'files', {}],
    ['init --from ', 'files', {}],
    ['-C ', 'folders', {}],
    ['up ', undefined, {}],
  ])('%j', (line, source, given) => {
    expect(complete(line)).toMatchObject({ given: { ...given } })
    expect(complete(line).source).toBe(source)
  })
})
