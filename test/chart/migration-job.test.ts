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

const secret = { name: 'shop-secrets-next', insteadOf: 'shop-secrets' }

const pod = (adds?: { variable: string; key: string }) => {
  const job = migrationJob(manifests, {
    release: 'shop',
    namespace: 'shop',
    command: ['prisma', 'migrate', 'deploy'],
    secret,
    ...(adds ? { adds } : {}),
  })
  return (
    job!.spec!['template'] as { spec: Record<string, unknown> & { containers: Record<string, unknown>[] } }
  ).spec
}

/** The value that is being tried, not the one that pods read. */
const url = {
  name: 'DATABASE_URL',
  valueFrom: { secretKeyRef: { name: 'shop-secrets-next', key: 'DATABASE_URL' } },
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
          env: [{ name: 'LOG_LEVEL', value: 'debug' }, url],
          securityContext: { readOnlyRootFilesystem: true },
        },
      ],
    })
  })

  it('is told what is asked for besides', () => {
    const [{ env }] = pod({ variable: 'ASKED', key: 'DATABASE_URL' }).containers as [{ env: object[] }]
    expect(env).toEqual([{ name: 'LOG_LEVEL', value: 'debug' }, url, { ...url, name: 'ASKED' }])
  })

  it('keeps what it reads from the Secrets of others', () => {
    const other = { name: 'KEY', valueFrom: { secretKeyRef: { name: 'other', key: 'KEY' } } }
    container.env.push(other)
    const [{ env }] = pod().containers as [{ env: object[] }]
    container.env.pop()
    expect(env).toEqual([{ name: 'LOG_LEVEL', value: 'debug' }, url, other])
  })

  it('is nothing without the backend’s Deployment', () => {
    expect(migrationJob([], { release: 'shop', namespace: 'shop', command: ['x'], secret })).toBeUndefined()
  })
})
