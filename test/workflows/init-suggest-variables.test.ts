import { describe, expect, it } from 'vitest'
import type { Look } from '../../src/workflows/init-look.ts'
import {
  suggestBackendVariable,
  suggestSecrets,
  suggestVariables,
} from '../../src/workflows/init-suggest-variables.ts'
import { detect, express } from '../project/detect-texts.ts'

const suggested = (texts: Record<string, string>, port?: number) => {
  const project = detect(texts)
  const look: Look = { folder: 'x', paths: Object.keys(texts), project, written: {} }
  const api = project.components.find(({ dir }) => dir === 'api')!
  const get = (key: string) =>
    (key === 'backend.port' ? port : key === 'access.host' ? 'shop.io' : undefined) as never
  return suggestVariables(api, get, 'backend', look)?.value ?? []
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
    [
      'to listen for others too, where it would for its own machine only',
      {
        'api/go.mod': 'module x\n',
        'api/config.go':
          'getEnv("BACKEND_PORT", "6060")\ngetEnv("BACKEND_HOST", "localhost")\ngetEnv("SHOP_SERVER_PORT", "1")\ngetEnv("SHOP_SERVER_HOST", "127.0.0.1")\ngetEnv("MAIL_PORT", "25")\ngetEnv("MAIL_HOST", "localhost")',
      },
      ['BACKEND_HOST=0.0.0.0', 'SHOP_SERVER_HOST=0.0.0.0'],
    ],
    [
      'nothing of where others listen',
      {
        'api/go.mod': 'module x\n',
        'api/config.go': ['SMTP_SERVER', 'REDIS_SERVER', 'SHOP_CLICKHOUSE_HTTP', 'LISTEN_SHOP_API']
          .map((name) => `getEnv("${name}_PORT", "1")\ngetEnv("${name}_HOST", "localhost")`)
          .join('\n'),
      },
      ['LISTEN_SHOP_API_HOST=0.0.0.0'],
    ],
    [
      'its address for signing in where it has the library, or shows its own machine',
      {
        'api/requirements.txt': 'fastapi\n',
        'api/a.py': 'os.environ["AUTH_URL"]\nos.environ["AUTH_ORIGIN"]',
        'api/.env.example': 'AUTH_URL=https://login.company.io\nAUTH_ORIGIN=http://localhost:3000\n',
      },
      ['AUTH_ORIGIN=http://shop.io', 'AUTH_URL=https://login.company.io'],
    ],
    [
      'its address for signing in, whatever the example of the library’s has',
      {
        'api/package.json': JSON.stringify({ dependencies: { express: '5', '@auth/express': '1' } }),
        'api/a.js': 'process.env.AUTH_URL',
        'api/.env.example': 'AUTH_URL=https://shop.company.io\n',
      },
      ['AUTH_URL=http://shop.io'],
    ],
    [
      'to listen where the image, or an example that it can’t do without, has its own machine',
      {
        'api/go.mod': 'module x\n',
        'api/config.go':
          'os.Getenv("BIND_ADDRESS_PORT")\nos.Getenv("BIND_ADDRESS_HOST")\nos.Getenv("API_PORT")\nos.Getenv("API_HOST")',
        'api/.env.example': 'API_HOST=localhost\n',
        'api/Dockerfile': 'FROM alpine\nENV BIND_ADDRESS_HOST=127.0.0.1 \\\n  BIND_ADDRESS_PORT=8000\n',
      },
      ['API_HOST=0.0.0.0', 'BIND_ADDRESS_HOST=0.0.0.0'],
    ],
    [
      'a place to listen at that nothing shows',
      { 'api/go.mod': 'module x\n', 'api/config.go': 'os.Getenv("LISTEN_PORT")\nos.Getenv("LISTEN_HOST")' },
      ['LISTEN_HOST=0.0.0.0'],
    ],
    [
      'which of its databases Laravel takes',
      {
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/Dockerfile': 'FROM php:8.4\nRUN docker-php-ext-install pdo_pgsql\n',
      },
      ['DB_CONNECTION=pgsql'],
    ],
    [
      'which of its databases Laravel takes, as its example has it',
      {
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/.env.example': 'DB_CONNECTION=pgsql\n',
      },
      ['DB_CONNECTION=pgsql'],
    ],
    [
      'not to show its errors, whatever an example has',
      {
        'api/requirements.txt': 'flask\n',
        'api/a.py': 'os.environ["DEBUG"]\nos.environ["APP_DEBUG"]\nos.environ["DEBUG_LEVEL"]',
        'api/.env.example': 'DEBUG=True\nAPP_DEBUG=1\nDEBUG_LEVEL=1\n',
      },
      ['APP_DEBUG=0', 'DEBUG=False', 'DEBUG_LEVEL=1'],
    ],
    [
      'which origins to take, by whatever name',
      {
        'api/requirements.txt': 'django\n',
        'api/shop/settings.py':
          'config("CSRF_TRUSTED_ORIGINS", default="", cast=Csv())\nenv.list("SHOP_CORS_ALLOWED_ORIGINS", default=[])\nenv("ORIGIN_SERVER", default="x")',
      },
      ['CSRF_TRUSTED_ORIGINS=http://shop.io', 'SHOP_CORS_ALLOWED_ORIGINS=http://shop.io'],
    ],
    ['where Rocket listens', { 'api/Cargo.toml': 'rocket = "0.5"\n' }, ['ROCKET_ADDRESS=0.0.0.0']],
  ])('%s', (_, texts, expected) => {
    expect(suggested(texts)).toEqual(expected)
  })

  it.each<[string, string, string]>([
    ['brings a colon that nothing else puts there', 'app.Listen(cfg.Port)', 'PORT=:3030'],
    ['stands behind a colon of the source', 'app.Listen(":" + cfg.Port)', 'PORT=3030'],
    ['stands behind a colon of a format', 'addr := fmt.Sprintf("%s:%s", h, p)\nr.Run(addr)', 'PORT=3030'],
    [
      'is part of an address',
      'A string `env:"HTTP_ADDRESS" env-default:"localhost:80"`\nlisten(":" + p)',
      'PORT=3030,HTTP_ADDRESS=0.0.0.0:3030',
    ],
    ['is listened at by somebody else', 'router.Start()', 'PORT=3030'],
    ['is shown without one', 'port := getEnv("PORT", "80")\nr.Run(port)', 'PORT=3030'],
    ['is shown with one', 'port := getEnv("PORT", ":80")\nlisten(":" + port)', 'PORT=:3030'],
  ])('a port that %s', (_, line, expected) => {
    const texts = { 'api/go.mod': 'module x\n', 'api/main.go': `os.Getenv("PORT")\n${line}\n` }
    expect(suggested(texts, 3030)).toEqual(expected.split(','))
  })
})

describe('the secrets that the backend is given', () => {
  it.each<[string, string, boolean]>([
    ['everybody knows what stands in for it', 'os.getenv("JWT_SECRET", "a1b2c3")', true],
    ['what stands in for it is to be replaced', 'os.getenv("APP_KEY", "change-me")', true],
    ['each replica would have its own', 'config("SECRET_KEY", default=secrets.token_hex(32))', true],
    ['the source has a login for its own machine', 'os.getenv("MAIL_PASSWORD", "guest")', false],
    ['nothing stands in for it', 'os.getenv("SENTRY_TOKEN", "")', false],
    ['it is no secret', 'os.getenv("INSTANCE_ID", str(uuid4()))', false],
  ])('%s', (_, line, isGiven) => {
    const project = detect({ 'api/requirements.txt': 'fastapi\n', 'api/a.py': `${line}\n` })
    const look: Look = { folder: 'x', paths: [], project, written: {} }
    const get = () => undefined
    const value = suggestSecrets(project.components[0]!, get, 'backend')?.value
    expect(value).toEqual(isGiven ? [/"(\w+)"/.exec(line)![1]] : undefined)
    expect(suggestVariables(project.components[0]!, get, 'backend', look)).toBeUndefined()
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
