import { describe, expect, it } from 'vitest'
import type { Look } from '../../src/workflows/init-look.ts'
import {
  suggestBackendVariable,
  suggestSecrets,
  suggestVariables,
} from '../../src/workflows/init-suggest-variables.ts'
import { detect, express } from '../project/detect-texts.ts'

const suggested = (texts: Record<string, string>) => {
  const project = detect(texts)
  const look: Look = { folder: 'x', paths: Object.keys(texts), project, written: {} }
  const api = project.components.find(({ dir }) => dir === 'api')!
  return suggestVariables(api, () => undefined, 'backend', look)?.value ?? []
}

it('tells libraries for signing in where people are', () => {
  const texts = {
    'api/package.json': express,
    'api/a.ts': 'process.env.BETTER_AUTH_URL\nprocess.env.NEXTAUTH_URL',
  }
  const project = detect(texts)
  const look: Look = { folder: 'x', paths: Object.keys(texts), project, written: {} }
  const get = (id: string) => (id === 'access.host' ? 'shop.test' : undefined)
  expect(suggestVariables(project.components[0]!, get, 'backend', look)?.value).toEqual([
    'BETTER_AUTH_URL=http://shop.test',
    'NEXTAUTH_URL=http://shop.test',
  ])
})

it('asks for a secret that a list demands, although the source has something in its place', () => {
  const texts = {
    'api/package.json': express,
    'api/a.ts':
      "const required = ['JWT_SECRET']\nrequired.filter((name) => !process.env[name])\nprocess.env.JWT_SECRET || 'dev'",
  }
  const { components } = detect(texts)
  expect(suggestSecrets(components[0]!, () => undefined, 'backend')?.value).toEqual(['JWT_SECRET'])
})

const phoenix = (...cmd: string[]) => ({
  'api/mix.exs': '{:phoenix, "~> 1.8"},',
  'api/config/runtime.exs': 'if System.get_env("PHX_SERVER") do\nend',
  'api/Dockerfile': `FROM alpine\nCOPY . .\nCMD ${JSON.stringify(cmd)}\n`,
})

describe('what the backend is told', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['that a release starts its server', phoenix('/app/bin/shop', 'start'), ['PHX_SERVER=true']],
    ['nothing where bin/server starts it', phoenix('/app/bin/server'), []],
    [
      'the settings that Django’s server runs with',
      {
        'api/requirements.txt': 'django\n',
        'api/manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.local")',
        'api/shop/wsgi.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")',
      },
      ['DJANGO_SETTINGS_MODULE=shop.settings.production'],
    ],
    [
      'to answer any host, where Django is told which',
      {
        'api/requirements.txt': 'django\n',
        'api/shop/settings.py':
          'ALLOWED_HOSTS = os.environ["DJANGO_ALLOWED_HOSTS"].split(",")\nX = os.environ.get("STAGING_ALLOWED_HOSTS", "shop.acme.io")',
        'api/.env.example': 'DJANGO_ALLOWED_HOSTS=localhost,127.0.0.1\n',
      },
      ['DJANGO_ALLOWED_HOSTS=*'],
    ],
    [
      'no part of the database beside its URL',
      {
        'api/package.json': JSON.stringify({ dependencies: { pg: '8' } }),
        'api/a.js': 'new Pool({ connectionString: process.env.DATABASE_URL })',
        'api/.env.example': 'DATABASE_URL=\nDB_HOST=localhost\nDB_PORT=5432\n',
      },
      [],
    ],
    [
      'an example that is meant as it is, and none that is to be replaced',
      {
        'api/package.json': express,
        'api/.env.example':
          'REGION=eu-west-1\nPROJECT=your-project-id\nISSUER=https://login.example.com\nOWNER=<name>\nAPP_ID=changeme\n',
      },
      ['REGION=eu-west-1'],
    ],
  ])('%s', (_, texts, expected) => {
    expect(suggested(texts)).toEqual(expected)
  })
})

describe('the variable of the backend’s address', () => {
  it.each([
    ['Strapi', 'STRAPI_URL'],
    ['its folder', 'CMS_BASE_URL'],
    ['nothing of it', undefined],
  ])('is called after %s', (_, name) => {
    const texts = {
      'cms/package.json': JSON.stringify({ dependencies: { '@strapi/strapi': '5' } }),
      'web/package.json': JSON.stringify({ dependencies: { next: '15' } }),
      'web/lib/api.ts': `process.env.${name ?? 'SITE_URL'}`,
    }
    const project = detect(texts)
    const look: Look = { folder: 'x', paths: Object.keys(texts), project, written: {} }
    const web = project.components.find(({ dir }) => dir === 'web')!
    const get = (key: string) => (key === 'backend.dir' ? 'cms' : undefined)
    expect(suggestBackendVariable(web, get, 'frontend', look)?.value).toBe(name)
  })
})
