import { DeployError } from '../../errors.ts'

/** Without a status nobody answered. */
export type NeonFault = { status?: number; code?: string; why: string; retryAfterMs?: number }
type Request = { method: string; path: string }
type Row = {
  when(fault: NeonFault, request: Request): boolean
  message: string
  hint: string
}

const isAbout =
  (part: RegExp) =>
  (_: NeonFault, { path }: Request) =>
    part.test(path)
const has = (status: number) => (fault: NeonFault) => fault.status === status

/** What Neon's API refuses, and why; the first that fits. */
const rows: Row[] = [
  {
    when: ({ code = '', why, status }) =>
      status !== 429 && (/LIMIT_EXCEEDED/.test(code) || /limit (exceeded|reached)/i.test(why)),
    message: 'the Neon project has no branch left in its plan',
    hint: 'delete branches that nobody needs, or name an existing one with `branch:`',
  },
  {
    when: has(401),
    message: 'Neon does not know this key',
    hint: 'NEON_API_KEY is wrong, expired or revoked: make another at console.neon.tech → Account → API keys',
  },
  {
    when: has(403),
    message: 'Neon’s key may not do this',
    hint: 'a key of one project or organization knows no other: use one that may, or correct `project:`',
  },
  {
    when: (fault, request) => fault.status === 404 && isAbout(/\/connection_uri/)(fault, request),
    message: 'Neon has no such database, role or compute on this branch',
    hint: 'compare `database:` and `role:` with the branch’s page; a branch needs a compute to be connected to',
  },
  {
    when: (fault, request) => fault.status === 404 && isAbout(/\/branches\/./)(fault, request),
    message: 'the Neon branch is gone',
    hint: 'somebody deleted it meanwhile: run the same command again',
  },
  {
    when: has(404),
    message: 'Neon knows no such project, or hides it from this key',
    hint: 'compare `project:` with the ID in the project’s settings (not its name)',
  },
  {
    when: has(409),
    message: 'Neon refuses: it conflicts with what is there',
    hint: 'look at the project at console.neon.tech, then run the same command again',
  },
  {
    when: has(423),
    message: 'other operations keep the Neon project locked',
    hint: 'wait until they are over, then run the same command again',
  },
  {
    when: has(429),
    message: 'Neon was asked too often',
    hint: 'wait a minute, then run the same command again',
  },
  {
    when: ({ status = 0 }) => status >= 500,
    message: 'Neon’s API is out of order',
    hint: 'neonstatus.com tells more; then run the same command again',
  },
  {
    when: ({ status }) => status === undefined,
    message: 'Neon’s API cannot be reached',
    hint: 'is there a network, and may it reach console.neon.tech? Then run the same command again',
  },
]

export function explainNeon(fault: NeonFault, request: Request): DeployError {
  const row = rows.find(({ when }) => when(fault, request))
  const { status, code, why } = fault
  const told = [status, code].filter((part) => part !== undefined).join(' ')
  return new DeployError('DATABASE_UNREACHABLE', row?.message ?? 'Neon’s API refuses', {
    evidence: [
      `${request.method} ${request.path.replace(/\?.*/, '')}: ${told === '' ? why : `${told}: ${why}`}`,
    ],
    hint: row?.hint ?? 'correct what it says in k8sdeploy.yaml',
  })
}
