import { describe, expect, it } from 'vitest'
import { backendAddress } from '../../src/rollout/entities/backend-address.ts'

const services = [
  { metadata: { name: 'shop-backend' }, spec: { clusterIP: '10.96.0.9', ports: [{ port: 8000 }] } },
  { metadata: { name: 'peers' }, spec: { clusterIP: 'None', ports: [{ port: 1 }] } },
  { metadata: { name: 'other' }, spec: { type: 'ExternalName', externalName: 'api.example.com' } },
]
const judge = (variables: Record<string, string>, isWhole = true) =>
  backendAddress(variables, { services, namespace: 'dev', isWhole })

describe('the address that a frontend calls its backend by', () => {
  it.each([
    ['http://shop-backend:8000'],
    ['http://shop-backend.dev:8000/v1'],
    ['http://shop-backend.dev.svc.cluster.local:8000'],
    ['ws://peers:9000'],
    ['https://other'],
    ['https://api.example.com'],
    ['http://backend.prod.svc:8000'],
    ['http://localhost:3000'],
    ['http://127.0.0.1:3000'],
    ['http://[::1]:3000'],
    ['/api'],
    ['backend'],
    ['http://'],
  ])('may be %s', (value) => {
    expect(judge({ BACKEND_URL: value }).holds).toBe(true)
  })

  it.each([
    ['http://backnd:8000', 'there is no Service backnd in dev'],
    ['http://backend.dev.svc:8000', 'there is no Service backend in dev'],
    ['http://shop-backend:8080', 'the Service shop-backend has port 8000, not 8080'],
    ['http://shop-backend', 'the Service shop-backend has port 8000, not 80'],
  ])('is wrong as %s', (value, why) => {
    expect(judge({ API_URL: value })).toMatchObject({ holds: false, evidence: `API_URL=${value}: ${why}` })
  })

  it.each([['MAP_ORIGIN'], ['RAPID'], ['OTEL_EXPORTER_OTLP_ENDPOINT']])('is not looked for in %s', (name) => {
    expect(judge({ [name]: 'http://nowhere:1' }).holds).toBe(true)
  })

  it('is not known before the deploy when another chart may bring the Service', () => {
    expect(judge({ API_URL: 'http://cache:80' }, false).holds).toBe(null)
    expect(judge({ API_URL: 'http://shop-backend:8080' }, false).holds).toBe(false)
  })
})
