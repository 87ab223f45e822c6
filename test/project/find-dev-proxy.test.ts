import { expect, it } from 'vitest'
import { findDevProxy } from '../../src/project/find-dev-proxy.ts'

const rulesOf = (path: string, text: string) =>
  findDevProxy({ dir: '.', paths: [path], texts: new Map([[path, text]]) }).flatMap(({ value }) => value)

it.each([
  [
    'a path with its target',
    'vite.config.js',
    "export default { server: { proxy: { '/api': 'http://localhost:4000' } } }",
    [{ path: '/api', to: '/api' }],
  ],
  [
    'a path without its prefix',
    'vite.config.ts',
    "export default {\n proxy: {\n  '/api': { rewrite: (p) => p.replace(/^\\/api/, '') },\n  '/ws': 'ws://localhost' } }",
    [
      { path: '/api', to: '/' },
      { path: '/ws', to: '/ws' },
    ],
  ],
  [
    'a pattern, and another prefix',
    'vite.config.ts',
    "export default { proxy: { '^/api/.*': { rewrite: (p) => p.replace(/^\\/api/, '/v1') } } }",
    [{ path: '/api', to: '/v1' }],
  ],
  [
    'a map of prefixes, once',
    'vue.config.js',
    "module.exports = { devServer: { proxy: { '/api': { target, pathRewrite: { '^/api': '' } } } } }",
    [{ path: '/api', to: '/' }],
  ],
  [
    'all below a path, as the guide of Angular writes it',
    'src/proxy.conf.json',
    '{\n  "/api/**": {\n    "target": "http://localhost:3000",\n    "secure": false\n  }\n}',
    [{ path: '/api', to: '/api' }],
  ],
  [
    'a map of prefixes in JSON',
    'proxy.conf.json',
    '{ "/api/*": { "target": "http://localhost:3000", "pathRewrite": { "^/api": "/v2" } } }',
    [{ path: '/api', to: '/v2' }],
  ],
  [
    'several paths with one target',
    'proxy.conf.mjs',
    "export default [{ context: ['/api', '/auth'], target: 'http://localhost:3000' }, { context: '/ws', ws: true }]",
    [
      { path: '/api', to: '/api' },
      { path: '/auth', to: '/auth' },
      { path: '/ws', to: '/ws' },
    ],
  ],
  [
    'what is commented out',
    'vite.config.js',
    "export default { proxy: {\n  // '/old': 'http://localhost:1',\n  '/new': 'http://localhost:2' } }",
    [{ path: '/new', to: '/new' }],
  ],
  [
    'the same path of the preview, once',
    'vite.config.js',
    "export default { server: { proxy: { '/api': 'http://a' } }, preview: { proxy: { '/api': 'http://a' } } }",
    [{ path: '/api', to: '/api' }],
  ],
  ['a config without a proxy', 'vite.config.js', "export default { alias: { '/@': '/src' } }", []],
])('reads %s', (_, path, text, rules) => {
  expect(rulesOf(path, text)).toEqual(rules)
})

it('says where the first path is', () => {
  const path = 'web/proxy.conf.json'
  const texts = new Map([[path, '{\n  "/api": { "target": "http://localhost:3000" }\n}']])
  expect(findDevProxy({ dir: 'web', paths: [path], texts })[0]?.source).toBe('web/proxy.conf.json:2 proxy')
})
