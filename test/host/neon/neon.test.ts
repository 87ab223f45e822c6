import { afterEach, describe, expect, it } from 'vitest'
import { isDeployError } from '../../../src/errors.ts'
import { createNeon } from '../../../src/host/neon/neon.ts'
import { type StubOptions, startNeonStub } from '../../fakes/neon-stub.ts'

const key = 'napi_C4naryKeyOfNeon'
const project = 'quiet-sun-12345678'
const urls = {
  pooled: 'postgresql://o:npg_s3cret@ep-x-pooler.eu.neon.test/neondb?sslmode=require',
  direct: 'postgresql://o:npg_s3cret@ep-x.eu.neon.test/neondb?sslmode=require',
}
const notes = { 'managed-by': 'k8sdeploy', release: 'shop', namespace: 'shop' }

let close = async () => {}
afterEach(() => close())

async function neonWith(change: Partial<StubOptions> & { usedKey?: string } = {}) {
  const stub = await startNeonStub({ key, project, urls, ...change })
  close = stub.close
  let passed = 0
  const slept: number[] = []
  const concealed: string[] = []
  const clock = {
    now: () => 0,
    monotonic: () => passed,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds)
      passed += milliseconds
    },
  }
  const conceal = (value: string) => void concealed.push(value)
  const neon = createNeon({ key: change.usedKey ?? key, base: stub.url, clock, conceal })
  return { neon, stub, slept, concealed }
}

describe('a branch', () => {
  it('is made with a compute and our notes, waited for, and found by its name', async () => {
    const { neon, stub, slept } = await neonWith()
    expect(await neon.findBranch(project, 'shop')).toBeUndefined()
    const made = await neon.createBranch(project, { name: 'shop', notes })
    expect(made).toEqual({ id: 'br-made-1', project, name: 'shop', isKept: false, notes })
    expect(await neon.findBranch(project, 'shop')).toEqual(made)
    expect(stub.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /projects/${project}/branches`,
      `POST /projects/${project}/branches`,
      `GET /projects/${project}/operations/op-branch`,
      `GET /projects/${project}/operations/op-compute`,
      `GET /projects/${project}/branches`,
    ])
    expect(stub.asked[1]?.body).toEqual({
      branch: { name: 'shop' },
      endpoints: [{ type: 'read_write' }],
      annotation_value: notes,
    })
    expect(slept.length).toBeGreaterThan(0)
  })

  it('has the parent that is named, by its ID', async () => {
    const { neon, stub } = await neonWith()
    await neon.createBranch(project, { name: 'shop', parent: 'main', notes })
    expect(stub.asked[1]?.body).toMatchObject({ branch: { name: 'shop', parent_id: 'br-main-1' } })
    await expect(neon.createBranch(project, { name: 'x', parent: 'trunk', notes })).rejects.toThrow(
      /has no branch trunk/,
    )
  })

  it('that another run has made meanwhile is taken', async () => {
    const { neon } = await neonWith()
    const first = await neon.createBranch(project, { name: 'shop', notes })
    expect(await neon.createBranch(project, { name: 'shop', notes })).toEqual(first)
  })

  it('goes', async () => {
    const { neon, stub } = await neonWith()
    await neon.deleteBranch(await neon.createBranch(project, { name: 'shop', notes }))
    expect(stub.branches.map(({ name }) => name)).toEqual(['main'])
  })

  it('that is the default is known as such', async () => {
    const { neon } = await neonWith()
    expect(await neon.findBranch(project, 'main')).toMatchObject({ isKept: true, notes: {} })
  })
})

describe('the URLs of a database', () => {
  const branch = { id: 'br-main-1', project, name: 'main', isKept: true, notes: {} }

  it('are asked of the API, both, and concealed before anybody sees them', async () => {
    const { neon, stub, concealed } = await neonWith()
    expect(await neon.fetchUrls(branch, {})).toEqual(urls)
    expect(concealed.sort()).toEqual(Object.values(urls).sort())
    expect(
      stub.asked.filter(({ path }) => path.endsWith('connection_uri')).map(({ query }) => query),
    ).toEqual(
      [true, false].map((pooled) => ({
        branch_id: 'br-main-1',
        database_name: 'neondb',
        role_name: 'neondb_owner',
        pooled: `${pooled}`,
      })),
    )
  })

  it('are those of the database and role that are named', async () => {
    const databases = ['shop', 'stats'].map((name) => ({ name, owner_name: 'owner' }))
    const { neon, stub } = await neonWith({ databases })
    await neon.fetchUrls(branch, { database: 'stats', role: 'reader' })
    expect(stub.asked.at(-1)?.query).toMatchObject({ database_name: 'stats', role_name: 'reader' })
    await expect(neon.fetchUrls(branch, {})).rejects.toMatchObject({
      message: 'the Neon branch main has several databases',
      details: { choices: ['shop', 'stats'] },
    })
  })
})

const body = (code: string, message: string) => ({ request_id: '1', code, message })
type Answers = NonNullable<StubOptions['instead']>[0]['answers']
const always = (answer: Answers[0]): Answers => Array.from({ length: 40 }, () => answer)

const faults: [string, 'find' | 'create', Answers, RegExp, number][] = [
  ['401', 'find', always({ status: 401, body: body('', 'not authenticated') }), /does not know this key/, 1],
  ['403', 'find', always({ status: 403, body: body('', 'forbidden') }), /may not do this/, 1],
  ['404', 'find', always({ status: 404, body: body('', 'project not found') }), /no such project/, 1],
  ['409', 'find', always({ status: 409, body: body('', 'conflict') }), /conflicts with what is there/, 1],
  [
    '423 all the time',
    'create',
    always({ status: 423, body: body('', 'conflicting operations') }),
    /locked/,
    12,
  ],
  [
    '429 all the time',
    'find',
    always({ status: 429, body: body('', 'rate limit exceeded') }),
    /too often/,
    12,
  ],
  ['500 all the time', 'find', always({ status: 500, body: 'oops' }), /out of order/, 12],
  ['500 to a change', 'create', always({ status: 500, body: 'oops' }), /out of order/, 1],
  ['a cut connection', 'find', always({ status: 0, silent: true }), /cannot be reached/, 12],
  ['a cut connection to a change', 'create', always({ status: 0, silent: true }), /cannot be reached/, 1],
  ['no JSON', 'find', always({ status: 200, body: '<html>' }), /out of order/, 12],
  [
    'no branch left (422)',
    'create',
    always({ status: 422, body: body('BRANCHES_LIMIT_EXCEEDED', 'branches limit exceeded') }),
    /no branch left in its plan/,
    1,
  ],
  [
    'an operation that fails',
    'create',
    [
      {
        status: 201,
        body: {
          branch: { id: 'br-1', name: 'shop', project_id: project },
          operations: [{ id: 'op-1', project_id: project, action: 'start_compute', status: 'failed' }],
        },
      },
    ],
    /did not finish start_compute: it is failed/,
    1,
  ],
]

describe('what Neon refuses is one clear error', () => {
  it.each(faults)('%s', async (_, what, answers, message, most) => {
    const { neon, stub } = await neonWith({
      instead: [{ match: what === 'find' ? /^GET .*branches$/ : /^POST .*branches$/, answers }],
    })
    const done =
      what === 'find' ? neon.findBranch(project, 'shop') : neon.createBranch(project, { name: 'shop', notes })
    const error = await done.catch((it: unknown) => it)
    if (!isDeployError(error)) throw new Error(String(error))
    expect(error.message).toMatch(message)
    expect(error.details.hint).toBeTruthy()
    expect(JSON.stringify([error.message, error.details])).not.toContain(key)
    const tried = stub.asked.filter(({ method }) => method === (what === 'find' ? 'GET' : 'POST'))
    expect(tried.length).toBeLessThanOrEqual(most)
    if (most > 1) expect(tried.length).toBeGreaterThan(2)
  })

  it('as long as the server says, and no longer than it has to', async () => {
    const { neon, slept } = await neonWith({
      instead: [
        {
          match: /^GET .*branches$/,
          answers: [
            { status: 429, body: body('', 'slow down'), headers: { 'Retry-After': '7' } },
            { status: 503, body: '' },
          ],
        },
      ],
    })
    expect(await neon.findBranch(project, 'main')).toMatchObject({ name: 'main' })
    expect(slept).toEqual([7000, 1000])
  })

  it('a wrong key goes to the API and nowhere else', async () => {
    const { neon } = await neonWith({ usedKey: 'napi_wrong' })
    await expect(neon.findBranch(project, 'shop')).rejects.toThrow(/does not know this key/)
  })

  it.each([['http://neon.example.com'], ['https://127.0.0.1.example.com'], ['nonsense']])(
    'the key never goes to %s',
    (base) =>
      expect(() => createNeon({ key, base, clock: {} as never, conceal: () => {} })).toThrow(
        /for tests on this machine only/,
      ),
  )

  it('a key that no header can hold is refused before it is sent', () =>
    expect(() =>
      createNeon({ key: 'napi_a\nb', base: undefined, clock: {} as never, conceal: () => {} }),
    ).toThrow(/is no key/))
})
