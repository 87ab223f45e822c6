/** One request that the sandbox and the real API server must answer alike. `NS` in paths and bodies is the namespace. */
export type ContractCall = {
  name: string
  method: string
  path: string
  type?: string
  accept?: string
  body?: unknown
  /** Paths of the answer that may differ, with the reason in the call's name or in `compare.ts`. */
  ignore?: string[]
}

const core = '/api/v1/namespaces/NS'
const apps = '/apis/apps/v1/namespaces/NS'
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
const manager = 'fieldManager=contract'

const get = (name: string, path: string, more: Partial<ContractCall> = {}): ContractCall => ({
  name,
  method: 'GET',
  path,
  ...more,
})
const post = (name: string, path: string, body: unknown, more: Partial<ContractCall> = {}): ContractCall => ({
  name,
  method: 'POST',
  path: withManager(path),
  type: 'application/json',
  body,
  ...more,
})
const put = (name: string, path: string, body: unknown): ContractCall => ({
  name,
  method: 'PUT',
  path: withManager(path),
  type: 'application/json',
  body,
})
const remove = (name: string, path: string, body?: unknown): ContractCall =>
  body === undefined
    ? { name, method: 'DELETE', path }
    : { name, method: 'DELETE', path, type: 'application/json', body }
const patch = (
  kind: 'json-patch' | 'merge-patch' | 'strategic-merge-patch',
  name: string,
  path: string,
  body: unknown,
): ContractCall => ({
  name,
  method: 'PATCH',
  path: withManager(path),
  type: `application/${kind}+json`,
  body,
})
const apply = (name: string, path: string, by: string, body: unknown, query = ''): ContractCall => ({
  name,
  method: 'PATCH',
  path: `${path}?fieldManager=${by}&fieldValidation=Strict${query}`,
  type: 'application/apply-patch+yaml',
  body,
})
const withManager = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}${manager}`

const configMap = (name: string, data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
})

const deployment = (name: string, container: object = {}, spec: object = {}, pod: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: name } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: 'app:1', ...container }], ...pod },
    },
    ...spec,
  },
})

const service = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec,
})
const pod = (name: string, container: object = {}, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  // No scheduler answers to this name: the pod stays as it was created.
  spec: { schedulerName: 'nobody', containers: [{ name: 'app', image: 'app:1', ...container }], ...spec },
})

const full = {
  ports: [
    { name: 'http', containerPort: 8080 },
    { containerPort: 53, protocol: 'UDP' },
  ],
  env: [
    { name: 'A', value: '1' },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'URL', valueFrom: { secretKeyRef: { name: 's', key: 'url' } } },
  ],
  envFrom: [{ configMapRef: { name: 'c' } }],
  resources: { requests: { cpu: '50m' }, limits: { cpu: '0.5', memory: '128Mi' } },
  livenessProbe: { httpGet: { port: 'http' } },
  readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 2 },
  startupProbe: { exec: { command: ['true'] } },
  securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
}
const volumes = [
  { name: 'tmp', emptyDir: {} },
  { name: 'conf', configMap: { name: 'c' } },
  { name: 'secret', secret: { secretName: 's' } },
]

const tokenVolume = ['spec.volumes', 'spec.containers.0.volumeMounts']

const creating: ContractCall[] = [
  post(
    'a ConfigMap',
    `${core}/configmaps`,
    configMap('one', { a: '1' }, { labels: { app: 'x', tier: 'front' } }),
  ),
  post('the same again', `${core}/configmaps`, configMap('one', { a: '1' })),
  post(
    'one with another label',
    `${core}/configmaps`,
    configMap('two', { b: '2' }, { labels: { app: 'y' } }),
  ),
  post(
    'a generated name',
    `${core}/configmaps`,
    { metadata: { generateName: 'gen-' }, data: {} },
    { ignore: ['metadata.name'] },
  ),
  post('no name', `${core}/configmaps`, { metadata: {} }),
  post('a bad name', `${core}/configmaps`, configMap('Bad_Name', {})),
  post('a bad key', `${core}/configmaps`, configMap('keys', { 'a b': '1' })),
  post('a bad label', `${core}/configmaps`, configMap('labels', {}, { labels: { app: 'a b' } })),
  post('another kind', `${core}/configmaps`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }),
  post('another namespace', `${core}/configmaps`, configMap('x', {}, { namespace: 'other' })),
  post('a missing namespace', '/api/v1/namespaces/not-there/configmaps', configMap('x', {})),
  post('an unknown field, strictly', `${core}/configmaps?fieldValidation=Strict`, {
    ...configMap('x', {}),
    dat: {},
  }),
  post('an unknown field, ignored', `${core}/configmaps?fieldValidation=Ignore`, {
    ...configMap('ignored', {}),
    dat: {},
  }),
  post('a wrong type', `${core}/configmaps`, { ...configMap('x', {}), data: { a: 1 } }),
  post('a dry run', `${core}/configmaps?dryRun=All`, configMap('dry', {})),
  get('that a dry run keeps nothing', `${core}/configmaps/dry`),
  post('a Secret with stringData', `${core}/secrets`, {
    metadata: { name: 's' },
    stringData: { url: 'postgres://x' },
  }),
  post('an immutable Secret', `${core}/secrets`, {
    metadata: { name: 'fixed' },
    immutable: true,
    data: { a: 'YQ==' },
  }),
  patch('merge-patch', 'its data', `${core}/secrets/fixed`, { data: { a: 'Yg==' } }),
  post('a namespace', '/api/v1/namespaces', { metadata: { name: 'NS' } }),
  post('a ServiceAccount', `${core}/serviceaccounts`, { metadata: { name: 'robot' } }),
  post(
    'an access review',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      spec: { resourceAttributes: { verb: 'create', resource: 'pods', namespace: 'NS' } },
    },
    { ignore: ['status.reason', 'metadata.managedFields'] },
  ),
]

const workloads: ContractCall[] = [
  post('a plain Deployment', `${apps}/deployments`, deployment('plain')),
  post(
    'a full Deployment',
    `${apps}/deployments`,
    deployment(
      'full',
      full,
      { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
      {
        volumes,
        imagePullSecrets: [{ name: 'r' }],
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
      },
    ),
  ),
  post(
    'a recreated Deployment',
    `${apps}/deployments`,
    deployment('recreate', {}, { strategy: { type: 'Recreate' } }),
  ),
  post(
    'an init container',
    `${apps}/deployments`,
    deployment('init', {}, {}, { initContainers: [{ name: 'wait', image: 'busybox' }] }),
  ),
  post('an image without a tag', `${apps}/deployments?dryRun=All`, deployment('tagless', { image: 'app' })),
  post(
    'an image with a digest',
    `${apps}/deployments?dryRun=All`,
    deployment('digest', { image: `app@sha256:${'0'.repeat(64)}` }),
  ),
  post(
    'a registry with a port',
    `${apps}/deployments?dryRun=All`,
    deployment('registry', { image: 'localhost:5000/app' }),
  ),
  post(
    'a selector that misses',
    `${apps}/deployments`,
    deployment('x', {}, { selector: { matchLabels: { app: 'y' } } }),
  ),
  post('no containers', `${apps}/deployments`, deployment('x', {}, {}, { containers: [] })),
  post('no image', `${apps}/deployments`, deployment('x', { image: '' })),
  post('a bad port', `${apps}/deployments`, deployment('x', { ports: [{ containerPort: 70_000 }] })),
  post(
    'requests above limits',
    `${apps}/deployments`,
    deployment('x', { resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }),
  ),
  post(
    'a missing volume',
    `${apps}/deployments`,
    deployment('x', { volumeMounts: [{ name: 'no', mountPath: '/x' }] }),
  ),
  post('negative replicas', `${apps}/deployments`, deployment('x', {}, { replicas: -1 })),
  post(
    'two wrong fields',
    `${apps}/deployments`,
    deployment('x', { ports: [{ containerPort: 0 }], imagePullPolicy: 'Sometimes' }),
  ),
  post('a wrong type', `${apps}/deployments`, deployment('x', {}, { replicas: 'two' })),
  post(
    'unknown fields',
    `${apps}/deployments?fieldValidation=Strict`,
    deployment('x', { imagee: 'y' }, { replica: 1 }),
  ),
  post(
    'twice the same container',
    `${apps}/deployments`,
    deployment(
      'x',
      {},
      {},
      {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'a', image: 'x' },
        ],
      },
    ),
  ),
  put(
    'another selector',
    `${apps}/deployments/plain`,
    deployment(
      'plain',
      {},
      {
        selector: { matchLabels: { app: 'new' } },
        template: { metadata: { labels: { app: 'new' } }, spec: { containers: [{ name: 'a', image: 'x' }] } },
      },
    ),
  ),
  post('a StatefulSet', `${apps}/statefulsets`, {
    ...deployment('state', {}, { serviceName: 'state' }),
    kind: 'StatefulSet',
  }),
  post(
    'a DaemonSet',
    `${apps}/daemonsets?dryRun=All`,
    {
      ...deployment('daemon', {}, { replicas: undefined }),
      kind: 'DaemonSet',
    },
    { ignore: ['metadata.annotations', 'metadata.managedFields'] },
  ),
  post('a Job', '/apis/batch/v1/namespaces/NS/jobs?dryRun=All', {
    metadata: { name: 'job' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'x:1' }] } } },
  }),
  post('a Job that restarts always', '/apis/batch/v1/namespaces/NS/jobs', {
    metadata: { name: 'job' },
    spec: { template: { spec: { containers: [{ name: 'a', image: 'x:1' }] } } },
  }),
  post('a CronJob', '/apis/batch/v1/namespaces/NS/cronjobs', {
    metadata: { name: 'cron' },
    spec: {
      schedule: '0 0 1 1 *',
      suspend: true,
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'x:1' }] } } },
      },
    },
  }),
  post('a disruption budget', '/apis/policy/v1/namespaces/NS/poddisruptionbudgets', {
    metadata: { name: 'pdb' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'plain' } } },
  }),
  post('an autoscaler', '/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers', {
    metadata: { name: 'hpa' },
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'plain' },
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    },
  }),
  post('an Ingress', '/apis/networking.k8s.io/v1/namespaces/NS/ingresses', {
    metadata: { name: 'ing' },
    spec: {
      rules: [
        {
          host: 'a.test',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'plain', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  }),
  post('a network policy', '/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies', {
    metadata: { name: 'np' },
    spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] },
  }),
  post('a Lease', '/apis/coordination.k8s.io/v1/namespaces/NS/leases', {
    metadata: { name: 'lease' },
    spec: { holderIdentity: 'me', leaseDurationSeconds: 15 },
  }),
  post('a Pod', `${core}/pods`, pod('waiting', full, { volumes }), {
    ignore: tokenVolume,
  }),
  {
    ...patch('strategic-merge-patch', 'the pod in a forbidden way', `${core}/pods/waiting`, {
      spec: { restartPolicy: 'Never' },
    }),
    ignore: ['message', 'details.causes.0.message'],
  },
  // A real pod also gets a token volume; and only Go knows the diff that it appends to its refusal.
  { ...remove('the pod', `${core}/pods/waiting?gracePeriodSeconds=5`), ignore: tokenVolume },
]

const services: ContractCall[] = [
  post(
    'a ClusterIP',
    `${core}/services`,
    service('plain', { selector: { app: 'x' }, ports: [{ port: 80 }] }),
  ),
  post(
    'a NodePort',
    `${core}/services`,
    service('node', {
      type: 'NodePort',
      selector: { app: 'x' },
      ports: [{ port: 80, targetPort: 'http', nodePort: 30_987 }],
    }),
  ),
  post(
    'the same NodePort',
    `${core}/services`,
    service('again', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_987 }] }),
  ),
  post(
    'a NodePort out of range',
    `${core}/services`,
    service('x', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
  ),
  post(
    'a headless Service',
    `${core}/services`,
    service('headless', { clusterIP: 'None', selector: { app: 'x' }, ports: [{ port: 80 }] }),
  ),
  post(
    'an external name',
    `${core}/services`,
    service('external', { type: 'ExternalName', externalName: 'db.example.test' }),
  ),
  post(
    'a sticky Service',
    `${core}/services`,
    service('sticky', { sessionAffinity: 'ClientIP', ports: [{ port: 80 }] }),
  ),
  post('no ports', `${core}/services`, service('x', {})),
  post('a bad port', `${core}/services`, service('x', { ports: [{ port: 0 }] })),
  post('nameless ports', `${core}/services`, service('x', { ports: [{ port: 80 }, { port: 81 }] })),
  post('a bad type', `${core}/services`, service('x', { type: 'Public', ports: [{ port: 80 }] })),
  post('a bad name', `${core}/services`, service('1st', { ports: [{ port: 80 }] })),
  patch('strategic-merge-patch', 'its port by port', `${core}/services/plain`, {
    spec: {
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 443, name: 'tls' },
      ],
    },
  }),
  patch('strategic-merge-patch', 'a named second port', `${core}/services/plain`, {
    spec: {
      ports: [
        { port: 80, name: 'http', targetPort: 8080 },
        { port: 443, name: 'tls' },
      ],
    },
  }),
  patch('merge-patch', 'its address', `${core}/services/plain`, { spec: { clusterIP: '10.96.200.200' } }),
  patch('merge-patch', 'to NodePort and back', `${core}/services/plain`, { spec: { type: 'NodePort' } }),
  patch('merge-patch', 'back to ClusterIP', `${core}/services/plain`, { spec: { type: 'ClusterIP' } }),
  remove('a Service', `${core}/services/headless`),
]

const reading: ContractCall[] = [
  get('a ConfigMap', `${core}/configmaps/one`),
  get('what is not there', `${core}/configmaps/none`),
  get('a kind that is not there', `${core}/gadgets`, { ignore: ['message', 'details'] }),
  get('by label', `${core}/configmaps?labelSelector=app%3Dx`),
  get('by a set of labels', `${core}/configmaps?labelSelector=app+in+(x,y),tier`),
  get(
    'without a label',
    `${core}/configmaps?labelSelector=!app,app!%3Dx&fieldSelector=metadata.name%3Dignored`,
  ),
  get('by name', `${core}/configmaps?fieldSelector=metadata.name%3Dtwo`),
  get('by a field that is not indexed', `${core}/configmaps?fieldSelector=data.a%3D1`),
  get('in pages', `${core}/configmaps?limit=1&labelSelector=app`, {
    ignore: ['metadata.continue', 'metadata.remainingItemCount'],
  }),
  get('a table of ConfigMaps', `${core}/configmaps?labelSelector=app`, { accept: table }),
  get('a table of one', `${core}/configmaps/one`, { accept: table }),
  get('a table of Services', `${core}/services?fieldSelector=metadata.name%3Dsticky`, { accept: table }),
  get('a table of Deployments', `${apps}/deployments?labelSelector=app%3Drecreate&includeObject=None`, {
    accept: table,
  }),
  get('a table of Secrets', `${core}/secrets?fieldSelector=type%3DOpaque`, { accept: table }),
  get('a table of namespaces', '/api/v1/namespaces/NS', { accept: table }),
  get('the scale', `${apps}/deployments/plain/scale`),
  get('a status', `${core}/namespaces/NS/status`.replace('/namespaces/NS/namespaces', '/namespaces')),
  get(
    'a watch from the beginning',
    `${core}/configmaps?watch=1&resourceVersion=0&timeoutSeconds=1&fieldSelector=metadata.name%3Done`,
  ),
  {
    ...get('a method that is not allowed', `${core}/configmaps`),
    method: 'PUT',
    type: 'application/json',
    body: {},
  },
]

const patching: ContractCall[] = [
  patch('merge-patch', 'data by name', `${core}/configmaps/one`, { data: { a: null, c: '3' } }),
  patch('json-patch', 'data by path', `${core}/configmaps/one`, [
    { op: 'add', path: '/data/d', value: '4' },
    { op: 'remove', path: '/data/c' },
  ]),
  patch('json-patch', 'a missing path', `${core}/configmaps/one`, [{ op: 'remove', path: '/data/nothing' }]),
  patch('json-patch', 'a failing test', `${core}/configmaps/one`, [
    { op: 'test', path: '/data/d', value: '5' },
  ]),
  patch('merge-patch', 'nothing', `${core}/configmaps/one`, {}),
  patch('merge-patch', 'an old version', `${core}/configmaps/one`, {
    metadata: { resourceVersion: '1' },
    data: { x: 'y' },
  }),
  patch('merge-patch', 'what is not there', `${core}/configmaps/none`, { data: {} }),
  {
    ...patch('merge-patch', 'in an unknown language', `${core}/configmaps/one`, {}),
    type: 'application/x-patch',
  },
  put('over an old version', `${core}/configmaps/one`, configMap('one', {}, { resourceVersion: '1' })),
  put('anew', `${core}/configmaps/one`, configMap('one', { z: '26' })),
  put('under another name', `${core}/configmaps/one`, configMap('other', {})),
  patch('strategic-merge-patch', 'an image by container', `${apps}/deployments/full`, {
    spec: { template: { spec: { containers: [{ name: 'app', image: 'app:2' }] } } },
  }),
  patch('strategic-merge-patch', 'variables by name', `${apps}/deployments/full`, {
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'app',
              env: [
                { name: 'NEW', value: 'x' },
                { name: 'A', value: '2' },
                { name: 'POD', $patch: 'delete' },
              ],
              '$setElementOrder/env': [{ name: 'NEW' }, { name: 'A' }, { name: 'URL' }],
            },
          ],
          '$setElementOrder/containers': [{ name: 'app' }],
        },
      },
    },
  }),
  patch('strategic-merge-patch', 'all ports', `${apps}/deployments/full`, {
    spec: {
      template: {
        spec: { containers: [{ name: 'app', ports: [{ $patch: 'replace' }, { containerPort: 9090 }] }] },
      },
    },
  }),
  patch('strategic-merge-patch', 'the strategy, keeping only its type', `${apps}/deployments/full`, {
    spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
  }),
  patch('strategic-merge-patch', 'a volume away', `${apps}/deployments/full`, {
    spec: { template: { spec: { volumes: [{ name: 'conf', $patch: 'delete' }] } } },
  }),
  patch('strategic-merge-patch', 'finalizers', `${core}/configmaps/two`, {
    metadata: { finalizers: ['x.test/a', 'x.test/b'] },
  }),
  patch('strategic-merge-patch', 'a finalizer away', `${core}/configmaps/two`, {
    metadata: { '$deleteFromPrimitiveList/finalizers': ['x.test/a'] },
  }),
  patch('strategic-merge-patch', 'a restart', `${apps}/deployments/plain`, {
    spec: {
      template: {
        metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' } },
      },
    },
  }),
  patch('merge-patch', 'the scale', `${apps}/deployments/init/scale`, { spec: { replicas: 0 } }),
  patch('merge-patch', 'a status', `${apps}/statefulsets/state/status`, { metadata: { labels: { x: 'y' } } }),
]

const applied = (data: object, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'ssa', ...more },
  data,
})
const ssa = `${core}/configmaps/ssa`
const shop = `${apps}/deployments/shop`

const applying: ContractCall[] = [
  apply('a new object', ssa, 'one', applied({ a: '1', b: '2' }, { labels: { app: 'x' } })),
  apply('the same again', ssa, 'one', applied({ a: '1', b: '2' }, { labels: { app: 'x' } })),
  apply('one field less', ssa, 'one', applied({ a: '1' })),
  apply('by another, shared', ssa, 'two', applied({ a: '1', c: '3' })),
  apply('by another, in conflict', ssa, 'two', applied({ a: '9', c: '3' })),
  apply('by another, by force', ssa, 'two', applied({ a: '9', c: '3' }), '&force=true'),
  apply('by the first, giving up', ssa, 'one', applied({})),
  apply('a dry run', ssa, 'one', applied({ d: '4' }), '&dryRun=All'),
  apply('an unknown field', ssa, 'one', { ...applied({}), dataa: {} }),
  apply('another name', ssa, 'one', { ...applied({}), metadata: { name: 'other' } }),
  { ...apply('without a manager', ssa, 'one', applied({})), path: ssa },
  apply('a Deployment', shop, 'helm', deployment('shop', full, {}, { volumes })),
  apply('another image', shop, 'helm', deployment('shop', { ...full, image: 'app:2' }, {}, { volumes })),
  apply(
    'without a probe',
    shop,
    'helm',
    deployment('shop', { ...full, livenessProbe: undefined }, {}, { volumes }),
  ),
  apply(
    'without a variable and a port',
    shop,
    'helm',
    deployment('shop', { ...full, env: full.env.slice(1), ports: full.ports.slice(0, 1) }, {}, { volumes }),
  ),
  patch('strategic-merge-patch', 'an image, by somebody else', shop, {
    spec: { template: { spec: { containers: [{ name: 'app', image: 'app:9' }] } } },
  }),
  apply(
    'over a changed image',
    shop,
    'helm',
    deployment('shop', { ...full, image: 'app:3' }, {}, { volumes }),
  ),
  apply('over two changes', shop, 'helm', {
    ...deployment('shop', { image: 'app:3' }),
    metadata: { name: 'shop', labels: { app: 'shop' } },
  }),
  apply('over it by force', shop, 'helm', deployment('shop', { image: 'app:3' }), '&force=true'),
  apply(
    'a Service',
    `${core}/services/shop`,
    'helm',
    service('shop', { selector: { app: 'shop' }, ports: [{ name: 'http', port: 80 }] }),
  ),
  apply(
    'another port of it',
    `${core}/services/shop`,
    'helm',
    service('shop', { selector: { app: 'shop' }, ports: [{ name: 'http', port: 8080 }] }),
  ),
  apply('a wrong field', `${core}/services/broken`, 'helm', service('broken', { ports: [{ port: 0 }] })),
]

const deleting: ContractCall[] = [
  remove('with a finalizer', `${core}/configmaps/two`),
  patch('merge-patch', 'the finalizer away', `${core}/configmaps/two`, { metadata: { finalizers: null } }),
  get('that it is gone', `${core}/configmaps/two`),
  remove('a ConfigMap', `${core}/configmaps/one`),
  remove('it again', `${core}/configmaps/one`),
  remove('with a wrong precondition', `${core}/configmaps/ssa`, {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    preconditions: { uid: 'x' },
  }),
  remove('as a dry run', `${core}/configmaps/ssa?dryRun=All`),
  remove('a Deployment in the foreground', `${apps}/deployments/recreate`, {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: 'Foreground',
  }),
  remove('a Secret', `${core}/secrets/s`),
  remove('a ServiceAccount', `${core}/serviceaccounts/robot`),
  remove('all with a label', `${core}/configmaps?labelSelector=app%3Dnone`),
]

export const calls: ContractCall[] = Object.entries({
  creating,
  workloads,
  services,
  reading,
  patching,
  applying,
  deleting,
}).flatMap(([chapter, list]) => list.map((call) => ({ ...call, name: `${chapter}: ${call.name}` })))
