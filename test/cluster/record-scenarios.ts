/** What each recorded rollout changes to; all of them begin from `healthy`. */
export type Scenario = { script?: string; image?: string; container?: object; replicas?: number }

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
  unschedulable: { script: serve, container: { resources: { requests: { cpu: '1000' } } } },
}

const labels = { 'app.kubernetes.io/instance': 'rec', 'app.kubernetes.io/component': 'backend' }

const deploymentOf = (
  image: string,
  { script, replicas, container, ...scenario }: Scenario,
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
        volumes: [{ name: 'keep', emptyDir: {} }],
        containers: [
          {
            name: 'backend',
            image: scenario.image ?? image,
            ...(script && { command: ['sh', '-c', script] }),
            ports: [{ name: 'http', containerPort: 8080 }],
            readinessProbe: probe('/index.html'),
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
      deploymentOf(image, scenario, version),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'rec-backend', labels },
        spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
      },
    ],
  })
