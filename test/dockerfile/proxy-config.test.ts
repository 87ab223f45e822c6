import { expect, it } from 'vitest'
import { renderProxyConfig } from '../../src/dockerfile/proxy-config.ts'

const site = { kind: 'static' as const, output: 'dist', isSinglePage: true, proxy: [] }
const locations = (text: string) => [...text.matchAll(/^ +location (.*) \{$/gm)].map(([, path]) => path)

it('passes on to the backend with the path that it knows', () => {
  const text = renderProxyConfig({ ...site, proxy: [{ path: '/api', to: '/v1' }] })
  expect(locations(text)).toEqual(['/api/', '/', '= /index.html'])
  expect(text).toContain('proxy_pass $BACKEND_URL/v1/;')
})

it.each([
  ['a single page, whatever is asked for', true, '/index.html'],
  ['pages, or nothing', false, '$uri.html =404'],
])('answers with %s', (_, isSinglePage, last) =>
  expect(renderProxyConfig({ ...site, isSinglePage })).toContain(`try_files $uri $uri/ ${last};`),
)

it('does not show itself where it lies among the pages', () => {
  const plain = { ...site, kind: 'plain' as const }
  expect(locations(renderProxyConfig({ ...plain, output: '.' }))).toContain('= /nginx.conf.template')
  expect(locations(renderProxyConfig({ ...plain, output: 'public' }))).not.toContain('= /nginx.conf.template')
})

it('tells the backend what people have opened: the host with its port, and the scheme in front of an Ingress', () => {
  const text = renderProxyConfig({ ...site, proxy: [{ path: '/api', to: '/api' }] })
  expect(text).toContain('proxy_set_header Host $http_host;')
  expect(text).toContain('proxy_set_header X-Forwarded-Proto $first_proto;')
  expect(text).toMatch(/map \$http_x_forwarded_proto \$first_proto \{\s+default \$http_x_forwarded_proto;/)
})
