import { describe, expect, it } from 'vitest'
import { migrationJob } from '../../src/chart/migration-job.ts'
import type { Manifest } from '../../src/chart/read-manifests.ts'

const container = {
  name: 'backend',
  image: 'shop-backend:1',
  ports: [{ containerPort: 8000 }],
  envFrom: [{ configMapRef: { name: 'shop-backend-config' } }],
  env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'shop-secrets', key: 'DATABASE_URL' } } }],
  readinessProbe: { tcpSocket: { port: 8000 } },
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
  securityContext: { readOnlyRootFilesystem: true },
}

const manifests: Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'shop-backend-config' },
    data: { LOG_LEVEL: 'debug' },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop-backend' },
    spec: {
      template: {
        spec: {
          serviceAccountName: 'shop-backend',
          securityContext: { runAsUser: 10001 },
          containers: [container],
        },
      },
    },
  },
]

const pod = (direct?: { variable: string; secret: string; key: string }) => {
  const job = migrationJob(manifests, {
    release: 'shop',
    namespace: 'shop',
    command: ['prisma', 'migrate', 'deploy'],
    direct,
  })
  return (
    job!.spec!['template'] as { spec: Record<string, unknown> & { containers: Record<string, unknown>[] } }
  ).spec
}

describe('the migration Job', () => {
  it('is the backend’s own pod with another command, once', () => {
    expect(pod()).toEqual({
      securityContext: { runAsUser: 10001 },
      restartPolicy: 'Never',
      containers: [
        {
          name: 'migrate',
          image: 'shop-backend:1',
          command: ['prisma'],
          args: ['migrate', 'deploy'],
          env: [{ name: 'LOG_LEVEL', value: 'debug' }, container.env[0]],
          securityContext: { readOnlyRootFilesystem: true },
        },
      ],
    })
  })

  it('goes to the database itself where the URL names a pooler', () => {
    const [{ env }] = pod({ variable: 'DATABASE_URL', secret: 'shop-migrate', key: 'DATABASE_URL' })
      .containers as [{ env: object[] }]
    expect(env).toEqual([
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'shop-migrate', key: 'DATABASE_URL' } } },
    ])
  })

  it('is nothing without the backend’s Deployment', () => {
    expect(migrationJob([], { release: 'shop', namespace: 'shop', command: ['x'] })).toBeUndefined()
  })
})
