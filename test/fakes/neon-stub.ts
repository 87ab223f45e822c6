import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = { status: number; body?: object | string; headers?: Record<string, string>; silent?: boolean }
export type Asked = { method: string; path: string; query: Record<string, string>; body: unknown }
type Branch = { id: string; name: string; isDefault: boolean; notes: Record<string, string>; polls: number }
export type StubOptions = {
  key: string
  project: string
  /** What `connection_uri` answers for a branch. */
  urls: { pooled: string; direct: string }
  databases?: { name: string; owner_name: string }[]
  /** Instead of the usual answers, in turn, for requests that match. */
  instead?: { match: RegExp; answers: Answer[] }[]
}

const at = '2026-03-01T10:00:00Z'

/**
 * Neon's API (v2) as far as it is used, in the shapes of its reference: it refuses what the real one refuses, and
 * remembers what it was asked. The key is never kept.
 */
export async function startNeonStub(options: StubOptions) {
  const { key, project } = options
  const asked: Asked[] = []
  const branches: Branch[] = [{ id: 'br-main-1', name: 'main', isDefault: true, notes: {}, polls: 0 }]
  const plans = (options.instead ?? []).map(({ match, answers }) => ({ match, answers: [...answers] }))

  const answer = ({ method, path, query, body }: Asked, authorization: string | undefined): Answer => {
    const planned = plans.find(({ match, answers }) => match.test(`${method} ${path}`) && answers.length > 0)
    if (planned) return planned.answers.shift()!
    if (authorization !== `Bearer ${key}`)
      return refusal(401, '', 'supplied credentials do not pass authentication')
    const [, id, rest = ''] = /^\/projects\/([^/]+)(\/.*)?$/.exec(path) ?? []
    if (id !== project) return refusal(404, 'PROJECT_NOT_FOUND', 'project not found')
    const parts = rest.split('/').slice(1).map(decodeURIComponent)
    return answerProject(method, parts, query, body)
  }

  const answerProject = (
    method: string,
    [kind, id, below]: string[],
    query: Record<string, string>,
    body: unknown,
  ): Answer => {
    if (kind === 'operations') return { status: 200, body: { operation: operation(id!, 'finished') } }
    if (kind === 'connection_uri') return answerUri(query)
    if (kind !== 'branches') return refusal(404, '', 'this route is not known')
    if (id === undefined && method === 'GET') return listing(query['search'] ?? '')
    if (id === undefined && method === 'POST') return create(body as CreateBody)
    const branch = branches.find((it) => it.id === id)
    if (!branch) return refusal(404, 'BRANCH_NOT_FOUND', 'branch not found')
    if (below === 'databases') return { status: 200, body: { databases: databasesOf(branch) } }
    if (method !== 'DELETE') return refusal(405, '', 'method not allowed')
    branches.splice(branches.indexOf(branch), 1)
    return { status: 200, body: { branch: shapeOf(branch), operations: [operation('op-gone', 'running')] } }
  }

  type CreateBody = {
    branch?: { name?: string; parent_id?: string }
    endpoints?: { type: string }[]
    annotation_value?: Record<string, string>
  }
  const create = ({ branch: wanted, endpoints, annotation_value: notes = {} }: CreateBody): Answer => {
    if (!wanted?.name || endpoints?.[0]?.type !== 'read_write')
      return refusal(400, '', 'request body has an error: doesn’t match schema')
    if (branches.some(({ name }) => name === wanted.name))
      return refusal(409, 'BRANCH_ALREADY_EXISTS', 'branch with the provided name already exists')
    if (wanted.parent_id && !branches.some(({ id }) => id === wanted.parent_id))
      return refusal(404, 'BRANCH_NOT_FOUND', 'parent branch not found')
    const branch = { id: `br-made-${branches.length}`, name: wanted.name, isDefault: false, notes, polls: 0 }
    branches.push(branch)
    return {
      status: 201,
      body: {
        branch: shapeOf(branch),
        endpoints: [
          { id: 'ep-quiet-sun-123456', branch_id: branch.id, type: 'read_write', current_state: 'init' },
        ],
        operations: [operation('op-branch', 'running'), operation('op-compute', 'scheduling')],
        roles: [],
        databases: databasesOf(branch),
      },
    }
  }

  const listing = (search: string): Answer => {
    const found = branches.filter(({ id, name }) => name.includes(search) || id.includes(search))
    const annotations = Object.fromEntries(
      found.map(({ id, notes }) => [
        id,
        { object: { type: 'console/branch', id }, value: notes, created_at: at, updated_at: at },
      ]),
    )
    return {
      status: 200,
      body: {
        branches: found.map(shapeOf),
        annotations,
        pagination: { sort_by: 'updated_at', sort_order: 'DESC' },
      },
    }
  }

  const answerUri = ({ branch_id, database_name, role_name, pooled }: Record<string, string>): Answer => {
    const branch = branches.find(({ id }) => id === branch_id)
    if (!branch) return refusal(404, 'BRANCH_NOT_FOUND', 'branch not found')
    if (!databasesOf(branch).some(({ name }) => name === database_name))
      return refusal(404, '', 'database not found')
    if (!role_name) return refusal(400, '', 'role_name is required')
    return { status: 200, body: { uri: pooled === 'true' ? options.urls.pooled : options.urls.direct } }
  }

  const databasesOf = ({ id }: Branch) =>
    (options.databases ?? [{ name: 'neondb', owner_name: 'neondb_owner' }]).map((database, index) => ({
      id: index + 1,
      branch_id: id,
      created_at: at,
      updated_at: at,
      ...database,
    }))

  const shapeOf = ({ id, name, isDefault }: Branch) => ({
    id,
    project_id: project,
    ...(isDefault ? {} : { parent_id: 'br-main-1' }),
    name,
    current_state: 'ready',
    creation_source: 'console',
    default: isDefault,
    primary: isDefault,
    protected: false,
    created_at: at,
    updated_at: at,
  })

  const operation = (id: string, status: string) => ({
    id,
    project_id: project,
    action: id === 'op-compute' ? 'start_compute' : 'create_branch',
    status,
    failures_count: 0,
    created_at: at,
    updated_at: at,
  })

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://stub')
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: await bodyOf(request),
    }
    asked.push(one)
    send(response, answer(one, request.headers.authorization))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    branches,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { request_id: 'd1f2', code, message },
})

function send(response: ServerResponse, { status, body, headers, silent }: Answer): void {
  if (silent) return void response.destroy()
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}))
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}
