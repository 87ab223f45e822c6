import { beforeAll, expect } from 'vitest'
import { facts } from '../facts.ts'
import { withSpec } from './backend-spec.ts'
import { type Case, type Edit, type Place, testCases } from './case.ts'
import { armProgram, pushVariant } from './variant-image.ts'

const variant = (name: string) => facts.behave.replace(/:[^:]+$/, `:${name}`)

beforeAll(async () => {
  const server = { name: 'server', content: armProgram() }
  const entrypoint = ['/server']
  await pushVariant({ name: 'root', user: '' })
  await pushVariant({ name: 'named', user: 'app' })
  await pushVariant({ name: 'nothing', entrypoint: ['/no-such-server'] })
  await pushVariant({ name: 'unexecutable', entrypoint, file: { ...server, mode: 0o644 } })
  const script = { name: 'server', content: Buffer.from('#!/no/such/ruby\n') }
  await pushVariant({ name: 'script', entrypoint, file: { ...script, mode: 0o755 } })
  await pushVariant({ name: 'foreign', entrypoint, file: { ...server, mode: 0o755 } })
})

const image =
  (name: string): Case['configure'] =>
  ({ backend }) => {
    backend.image = variant(name)
    if (name === 'root' || name === 'named') backend.runAsUser = null
  }
const behaves =
  (env: Record<string, string>): Case['configure'] =>
  ({ backend }) => {
    Object.assign(backend.env, env)
  }
const withVariables = (variables: string) => (edit: Edit) =>
  edit('templates/deployment.yaml', (text) =>
    text.replace('          envFrom:\n', `          envFrom:\n            - ${variables}\n`),
  )
const withKey = (edit: Edit) =>
  edit('templates/deployment.yaml', (text) =>
    text.replace(
      '          envFrom:\n',
      '          env: [{name: KEY, valueFrom: {secretKeyRef: {name: vault, key: token}}}]\n          envFrom:\n',
    ),
  )
const secret = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  stringData: { other: 'value' },
})

const safe =
  'securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 10001, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}, resources: {requests: {cpu: 5m, memory: 8Mi}, limits: {cpu: 100m, memory: 64Mi}}'
const withFirst =
  (more: string, name = facts.behave) =>
  (edit: Edit) =>
    withSpec(
      edit,
      `initContainers: [{name: first, image: "${name}", volumeMounts: [{name: tmp, mountPath: /tmp}], ${safe}, ${more}}]`,
    )
const withSecond = (more: string) => (edit: Edit) =>
  edit('templates/deployment.yaml', (text) =>
    text.replace(
      /^ {6}volumes:$/m,
      (found) =>
        `        {{- if eq $component "backend" }}\n        - {name: second, image: "${facts.behave}", ${safe}, ${more}}\n        {{- end }}\n${found}`,
    ),
  )
const crashing = (say: string) => `env: [{name: CRASHES, value: "99"}, {name: SAY, value: "${say}"}]`

const once = (act: (place: Place) => Promise<unknown>): Case['during'] => {
  let isDone = false
  return ({ type }, place) => {
    if (type !== 'transition' || isDone) return
    isDone = true
    act(place).catch(console.error)
  }
}

/** The same `up` again: it believes the old failure once it has shown again, and forgets it once it is repaired. */
const repairedBy =
  (repair: (place: Place) => Promise<unknown>): Case['after'] =>
  async (first, place) => {
    const again = await place.project.up()
    expect(again.report.verdict?.class, again.why).toBe(first.verdict?.class)
    await repair(place)
    const { report, why } = await place.project.up()
    expect(report.status, why).toBe('verified')
  }

const cases: Case[] = [
  {
    name: 'migrations whose command is not in the image',
    expect: ['cannot-start'],
    over: 'nothing',
    object: /-backend-migrate-.*\/migrate$/,
    shows: /npx.*executable file not found.*backend\.migrate/,
    configure: ({ backend }) => {
      backend.migrate = ['npx', 'prisma', 'migrate', 'deploy']
    },
  },
  {
    name: 'a Secret that is made after two runs',
    expect: ['config-missing'],
    chart: withVariables('secretRef: {name: vault}'),
    after: repairedBy(({ apply }) => apply(secret('vault'))),
  },
  {
    name: 'an image that is pushed after two runs',
    expect: ['image-not-found'],
    configure: image(`late-${process.pid}`),
    after: repairedBy(() => pushVariant({ name: `late-${process.pid}` })),
  },
  { name: 'an image that runs as root', expect: ['run-as-root'], configure: image('root') },
  {
    name: 'an image that runs as a name',
    expect: ['run-as-root'],
    shows: /\\"app\\"/,
    configure: image('named'),
  },
  {
    name: 'a Secret that nobody made',
    expect: ['config-missing'],
    shows: /Secret vault.*kubectl create secret generic vault/,
    chart: withVariables('secretRef: {name: vault}'),
  },
  {
    name: 'a ConfigMap that nobody made',
    expect: ['config-missing'],
    shows: /ConfigMap vault/,
    chart: withVariables('configMapRef: {name: vault}'),
  },
  {
    name: 'a key that the Secret does not have',
    expect: ['config-missing'],
    shows: /key token in Secret vault/,
    prepare: ({ apply }) => apply(secret('vault')),
    chart: withKey,
  },
  {
    name: 'healthy: a Secret that another controller makes a moment later',
    expect: 'verified',
    chart: withVariables('secretRef: {name: vault}'),
    during: once(({ apply }) => apply(secret('vault'))),
  },
  {
    name: 'a command that is not there',
    expect: ['cannot-start'],
    shows: /no such file/,
    configure: image('nothing'),
  },
  {
    name: 'a command that may not be executed',
    expect: ['cannot-start'],
    shows: /permission denied/,
    configure: image('unexecutable'),
  },
  {
    name: 'a script whose interpreter is not there',
    expect: ['cannot-start'],
    shows: /exec \/server: no such file.*first line/,
    configure: image('script'),
  },
  {
    name: 'a hook that fails right after the start',
    expect: ['cannot-start'],
    shows: /postStart hook of container backend \(\/no-such-hook\) fails/,
    chart: (edit) =>
      edit('templates/deployment.yaml', (text) =>
        text.replace(
          /^ {14}sleep:\n.*$/m,
          '$&\n            {{- if eq $component "backend" }}\n            postStart: {exec: {command: [/no-such-hook]}}\n            {{- end }}',
        ),
      ),
  },
  {
    name: 'a program for another processor',
    expect: ['cannot-start'],
    shows: /exec format error/,
    configure: image('foreign'),
  },
  {
    name: 'a crash without words, on each of two pods',
    expect: ['crash-loop'],
    shows: /exit code 3/,
    configure: ({ backend }) => {
      backend.replicas = 2
      Object.assign(backend.env, { CRASHES: '99', EXIT_CODE: '3' })
    },
  },
  {
    name: 'a crash that Python tells',
    expect: ['crash-loop'],
    shows: /KeyError: 'API_KEY'/,
    configure: behaves({
      CRASHES: '99',
      SAY: 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    key = os.environ["API_KEY"]\nKeyError: \'API_KEY\'',
    }),
  },
  {
    name: 'a crash whose headline only announces its cause',
    expect: ['crash-loop'],
    shows: /ZodError: JWT_SECRET: Required.*give JWT_SECRET a value: backend\.env/,
    configure: behaves({
      CRASHES: '99',
      SAY: 'ZodError: [\n  {\n    "code": "invalid_type",\n    "path": [\n      "JWT_SECRET"\n    ],\n    "message": "Required"\n  }\n]\n    at a (/app/a.js:1:1)',
    }),
  },
  {
    name: 'a Service of a compose file that is none here',
    expect: ['crash-loop'],
    object: /frontend/,
    shows: /no Service of this namespace is called api/,
    configure: ({ frontend }) => {
      const SAY = 'nginx: [emerg] host not found in upstream "api" in /etc/nginx/conf.d/default.conf:8'
      Object.assign(frontend.env, { CRASHES: '99', SAY })
    },
  },
  {
    name: 'a crash that Java tells, of the frontend alone',
    expect: ['crash-loop'],
    object: /frontend/,
    shows: /IllegalStateException: no ledger/,
    configure: ({ frontend }) => {
      const SAY =
        'Exception in thread "main" java.lang.IllegalStateException: no ledger\n\tat com.shop.Main.main(Main.java:3)'
      Object.assign(frontend.env, { CRASHES: '99', SAY })
    },
  },
  {
    name: 'a program that ends as if all were done',
    expect: ['exits'],
    configure: behaves({ CRASHES: '99', EXIT_CODE: '0' }),
  },
  {
    name: 'too little memory, while the frontend crashes',
    expect: ['out-of-memory'],
    object: /backend/,
    configure: ({ backend, frontend }) => {
      Object.assign(frontend.env, { CRASHES: '99', EXIT_CODE: '4' })
      backend.env['HOARD'] = '1'
      backend.resources.limits.memory = '64Mi'
      backend.resources.requests.memory = '32Mi'
    },
  },
  {
    name: 'an init container that fails',
    expect: ['init-failed'],
    object: /\/first$/,
    shows: /migration 7 failed/,
    chart: withFirst(crashing('migration 7 failed: relation exists')),
  },
  {
    name: 'an init container that does not end',
    expect: ['init-failed'],
    object: /\/first$/,
    shows: /ROLLOUT_TIMED_OUT/,
    chart: withFirst('env: [{name: PORT, value: "7001"}]'),
    flags: ['--timeout', '45'],
  },
  {
    name: 'an init container whose image is missing',
    expect: ['image-not-found'],
    object: /\/first$/,
    chart: withFirst('env: []', variant('none')),
  },
  {
    name: 'a container beside it that dies',
    expect: ['dies-after-ready', 'crash-loop'],
    object: /\/second$/,
    shows: /exit code 7: no upstream configured/,
    chart: withSecond(
      'env: [{name: PORT, value: "7001"}, {name: EXIT_AFTER, value: 1s}, {name: EXIT_CODE, value: "7"}, {name: SAY, value: no upstream configured}]',
    ),
  },
  {
    name: 'a sidecar that fails',
    expect: ['crash-loop'],
    object: /\/first$/,
    shows: /no upstream configured/,
    chart: withFirst(`restartPolicy: Always, ${crashing('no upstream configured')}`),
  },
  {
    name: 'healthy: two crashes with an error that says nothing of its kind',
    expect: 'verified',
    configure: behaves({ CRASHES: '2', SAY: 'Error: boom' }),
  },
]

testCases(cases.map((one) => ({ over: 'nothing', ...one })))
