import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findSecretFiles } from '../../src/host/find-secret-files.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'k8sdeploy-secrets-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const url = 'postgresql://shop:canary-7f3a9c51@db.example/shop'
function find(files: Record<string, string>) {
  for (const [path, text] of Object.entries({ 'web/Dockerfile': 'FROM scratch\n', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const build = { component: 'web', context: 'web', dockerfile: 'web/Dockerfile', args: {} }
  return findSecretFiles(build, root, { DATABASE_URL: url })
}

it.each<[string, string, string | undefined]>([
  ['id_ed25519', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n', 'a private key'],
  ['tls/key.pem', 'x\n-----BEGIN PRIVATE KEY-----\n', 'a private key'],
  ['tls/cert.pem', '-----BEGIN CERTIFICATE-----\n', undefined],
  ['.npmrc', '//registry.npmjs.org/:_authToken=npm_x\n', 'a login of npm'],
  ['.npmrc', 'save-exact=true\n', undefined],
  [
    'kubeconfig',
    'apiVersion: v1\nkind: Config\nusers:\n- user:\n    token: x\n',
    'a kubeconfig with a login',
  ],
  ['config.json', '{"auths": {"ghcr.io": {"auth": "eDp5"}}}', 'a login of docker'],
  ['.netrc', 'machine github.com password x', 'a login of git or a package index'],
  ['.env', 'STRIPE_SECRET_KEY=sk_live_x\n', 'settings that are usually secret'],
  ['.env', 'PORT=3000\n# API_KEY=x\nVITE_TITLE=Shop\n', undefined],
  ['.env.example', 'STRIPE_SECRET_KEY=\n', undefined],
])('%s with %j', async (path, text, looksLike) => {
  expect(await find({ [`web/${path}`]: text })).toEqual(looksLike ? [{ path, secrets: [], looksLike }] : [])
})

it('finds a value of the project wherever it is', async () => {
  expect(await find({ 'web/notes/a.txt': `x ${url} y` })).toEqual([
    { path: 'notes/a.txt', secrets: ['DATABASE_URL'] },
  ])
})

it('leaves out what the builder is not sent, what is elsewhere, and what is large', async () => {
  writeFileSync(join(root, 'outside'), url)
  mkdirSync(join(root, 'web'))
  symlinkSync('../outside', join(root, 'web/link'))
  expect(
    await find({
      'web/.dockerignore': '.env\n',
      'web/.env': url,
      'web/huge': `${'x'.repeat(1 << 19)}${url}`,
    }),
  ).toEqual([])
})
