/** What each recorded rollout changes to; all of them begin from `healthy`. */
export type Scenario = {
  script?: string
  image?: string
  container?: object
  replicas?: number
  /** More of the pod's spec, also of the healthy one that runs before when `always`. */
  pod?: object
  always?: boolean
  volume?: object
  /** Beside the Deployment and its Service. */
  objects?: object[]
}

const serve = 'mkdir -p /tmp/w; echo ok > /tmp/w/index.html; exec httpd -f -p 8080 -h /tmp/w'
const probe = (path: string, more: object = {}) => ({
  httpGet: { path, port: 8080 },
  periodSeconds: 2,
  failureThreshold: 3,
  ...more,
})

export const scenarios: Record<string, Scenario> = {
  healthy: { script: serve },
  unchanged: { script: serve },
  'two-replicas': { script: serve, replicas: 2 },
  'slow-start': {
    script: `sleep 20; ${serve}`,
    container: { startupProbe: probe('/index.html', { failureThreshold: 30 }) },
  },
  'crash-loop': { script: 'echo "Error: Cannot find module ./app.js"; exit 1' },
  'wrong-password': {
    script: `echo 'error: password authentication failed for user "shop" (28P01)'; exit 1`,
  },
  'two-crashes-then-fine': {
    script: `n=$(ls /keep | wc -l); touch /keep/$n; [ $n -ge 2 ] || { echo "connect ECONNREFUSED 10.0.0.1:80"; exit 1; }; ${serve}`,
    container: { volumeMounts: [{ name: 'keep', mountPath: '/keep' }] },
  },
  'no-image': { image: 'localhost:5000/nothing-of-that-name:1' },
  'bad-name': { image: 'localhost:5000/Not A Name' },
  'missing-secret': { script: serve, container: { envFrom: [{ secretRef: { name: 'rec-secrets' } }] } },
  'runs-as-root': { script: serve, container: { securityContext: { runAsNonRoot: true } } },
  'no-command': { container: { command: ['/no-such-server'] } },
  exits: { script: 'echo all done' },
  'asks-for-root': { script: serve, container: { securityContext: { runAsNonRoot: true, runAsUser: 0 } } },
  'not-found-by-the-shell': { script: 'no-such-server --port 8080' },
  'no-seccomp-profile': {
    script: serve,
    pod: { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'no/such.json' } } },
  },
  'sidecar-exits': {
    script: serve,
    pod: {
      initContainers: [
        { name: 'side', image: 'localhost:5000/busybox:1', restartPolicy: 'Always', command: ['true'] },
      ],
    },
  },
  'tiny-limit': { script: serve, container: { resources: { limits: { memory: '128m' } } } },
  'forbidden-sysctl': {
    script: serve,
    pod: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '65536' }] } },
  },
  'behind-a-command': {
    script: `(sleep 45; touch /keep/ready) & ${serve}`,
    container: {
      readinessProbe: { exec: { command: ['cat', '/keep/ready'] }, periodSeconds: 2 },
      volumeMounts: [{ name: 'keep', mountPath: '/keep' }],
    },
  },
  'out-of-memory': {
    script: 'exec dd if=/dev/zero of=/dev/null bs=200M count=1',
    container: { resources: { limits: { memory: '24Mi' } } },
  },
  'probe-kill': {
    script: serve,
    container: {
      livenessProbe: probe('/missing', { periodSeconds: 1, failureThreshold: 1 }),
      readinessProbe: probe('/missing'),
    },
  },
  'never-ready': { script: serve, container: { readinessProbe: probe('/missing') } },
  'wrong-port': { script: 'echo "Server listening on port 9090"; exec httpd -f -p 9090 -h /tmp' },
  'silent-port': {
    script: 'exec httpd -f -p 9999 -h /tmp',
    container: { startupProbe: probe('/', { failureThreshold: 60 }) },
  },
  'silent-loopback': {
    script: 'exec httpd -f -p 127.0.0.1:8080 -h /tmp',
    container: { startupProbe: probe('/', { failureThreshold: 60 }) },
  },
  'startup-kill': {
    script: 'trap "exit 0" TERM; sleep 1000 & wait',
    container: { startupProbe: probe('/', { failureThreshold: 4 }) },
  },
  'liveness-kill-when-ready': {
    script: serve,
    container: { livenessProbe: probe('/missing', { failureThreshold: 2 }) },
  },
  'python-crash': {
    script: `printf 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\nKeyError: %s\n' "'API_KEY'"; exit 1`,
  },
  'three-crashes-then-fine': {
    script: `n=$(ls /keep | wc -l); touch /keep/$n; [ $n -ge 3 ] || { echo "Error: boom"; exit 1; }; ${serve}`,
    container: { volumeMounts: [{ name: 'keep', mountPath: '/keep' }] },
  },
  'ready-after-503': {
    script: `mkdir -p /tmp/w; (sleep 40; echo ok > /tmp/w/index.html) & exec httpd -f -p 8080 -h /tmp/w`,
    container: { startupProbe: { tcpSocket: { port: 8080 } } },
  },
  'quota-deadlock': {
    script: `${serve} # again`,
    objects: [
      { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' }, spec: { hard: { pods: '1' } } },
    ],
  },
  'limit-range': {
    script: serve,
    container: { resources: { limits: { cpu: '200m' } } },
    objects: [
      {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'narrow' },
        spec: { limits: [{ type: 'Container', max: { cpu: '100m' } }] },
      },
    ],
  },
  'no-service-account': { script: serve, pod: { serviceAccountName: 'nobody' } },
  'no-priority-class': { script: serve, pod: { priorityClassName: 'no-such-class' } },
  'dies-after-ready': { script: `${serve.replace('exec httpd -f', 'httpd')}; sleep 6; exit 3` },
  evicted: {
    script: `trap "exit 0" TERM; sleep 1000 & wait`,
    container: { startupProbe: probe('/', { failureThreshold: 60 }) },
    volume: { emptyDir: { sizeLimit: '1' } },
  },
  unschedulable: { script: serve, container: { resources: { requests: { cpu: '1000' } } } },
  'no-such-label': { script: serve, pod: { nodeSelector: { disk: 'gold' } } },
  'kept-apart': {
    script: `${serve} # again`,
    always: true,
    pod: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: 'kubernetes.io/os',
              labelSelector: { matchLabels: { 'app.kubernetes.io/component': 'backend' } },
            },
          ],
        },
      },
    },
  },
  'missing-volume': { script: serve, volume: { secret: { secretName: 'no-such-secret' } } },
  'no-runtime': {
    script: serve,
    pod: { runtimeClassName: 'record-no-runtime' },
    objects: [
      {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: 'record-no-runtime' },
        handler: 'no-such-handler',
      },
    ],
  },
}

const labels = { 'app.kubernetes.io/instance': 'rec', 'app.kubernetes.io/component': 'backend' }

const deploymentOf = (
  image: string,
  { script, replicas, container, volume, ...scenario }: Scenario,
  version: number,
) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'rec-backend', labels },
  spec: {
    replicas: replicas ?? 1,
    selector: { matchLabels: labels },
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels, annotations: { version: String(version) } },
      spec: {
        terminationGracePeriodSeconds: 2,
        ...scenario.pod,
        volumes: [{ name: 'keep', emptyDir: {} }, ...(volume ? [{ name: 'extra', ...volume }] : [])],
        containers: [
          {
            name: 'backend',
            image: scenario.image ?? image,
            ...(script && { command: ['sh', '-c', script] }),
            ports: [{ name: 'http', containerPort: 8080 }],
            readinessProbe: probe('/index.html'),
            ...(volume && { volumeMounts: [{ name: 'extra', mountPath: '/extra' }] }),
            ...container,
          },
        ],
      },
    },
  },
})

export const manifestOf = (image: string, scenario: Scenario, version: number): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...(scenario.objects ?? []),
      deploymentOf(image, scenario, version),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'rec-backend', labels },
        spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
      },
    ],
  })
