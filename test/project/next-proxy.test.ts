import { describe, expect, it } from 'vitest'
import { detectProject } from '../../src/project/detect-project.ts'

const next = '{"scripts": {"build": "next build"}, "dependencies": {"next": "15"}}'
const client = "'use client'\nfetch(`${process.env.NEXT_PUBLIC_API_URL}/todos`)\n"
const server = 'export const api = process.env.NEXT_PUBLIC_API_URL\n'

function proxyOf(texts: Record<string, string>) {
  const all = { 'package.json': next, ...texts }
  const { components } = detectProject({ paths: Object.keys(all), texts: new Map(Object.entries(all)) })
  const found = components[0]?.stack
  return found && 'stack' in found && found.stack.language === 'javascript' ? found.stack.next : undefined
}

const backendUrl = 'http://backend:80'
const api = { backendArgs: ['BACKEND_URL'], backendUrl, rules: [{ path: '/api', to: '/' }] }

describe('what an image of Next passes on', () => {
  it.each<[string, Record<string, string>, unknown]>([
    ['a component of the browser', { 'app/page.tsx': client }, api],
    ['a component of the server', { 'app/page.tsx': server }, undefined],
    ['both', { 'app/page.tsx': client, 'app/list.tsx': server }, undefined],
    [
      'a module of components of the browser',
      { 'lib/api.ts': server, 'app/page.tsx': "'use client'\nimport { api } from '../lib/api'\n" },
      api,
    ],
    [
      'a module that the server imports too',
      {
        'lib/api.ts': server,
        'app/page.tsx': "'use client'\nimport { api } from '@/lib/api'\n",
        'app/layout.tsx': "import { api } from '@/lib/api'\n",
      },
      undefined,
    ],
    ['an old page', { 'pages/index.tsx': server }, api],
    [
      'an old page with data of the server',
      { 'pages/index.tsx': `${server}getServerSideProps()` },
      undefined,
    ],
    [
      'a path behind the example address',
      { 'app/page.tsx': client, '.env.example': 'NEXT_PUBLIC_API_URL=http://localhost:8000/v1\n' },
      { ...api, rules: [{ path: '/api', to: '/v1' }] },
    ],
    [
      'rewrites of its own',
      { 'next.config.ts': 'destination: `${process.env.API_URL}/:path*`\n' },
      { backendArgs: ['API_URL'], backendUrl, own: 'next.config.ts', rules: [] },
    ],
    ['pages only', { 'app/page.tsx': client, 'next.config.js': "output: 'export'" }, undefined],
    ['no address at all', { 'app/page.tsx': "'use client'\nfetch('/api/todos')\n" }, undefined],
  ])('%s', (_, texts, expected) => {
    expect(proxyOf(texts)).toEqual(expected)
  })
})
