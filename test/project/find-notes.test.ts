import { describe, expect, it } from 'vitest'
import { detectProject } from '../../src/project/detect-project.ts'

const told = (texts: Record<string, string>) => {
  const { notes, around } = detectProject({
    paths: Object.keys(texts),
    texts: new Map(Object.entries(texts)),
  })
  return [...[...notes.values()].flat(), ...around].map(({ id, source }) => `${id} ${source}`)
}

const django = (text: string) => ({ 'requirements.txt': 'django==5.1\n', 'shop/settings.py': text })
const express = (text: string) => ({
  'package.json': '{"dependencies": {"express": "5"}}',
  'server.js': text,
})
const vite = (text: string) => ({ 'package.json': '{"dependencies": {"vite": "7"}}', 'src/api.ts': text })

const nginx = (conf: string) => ({
  'web/package.json': '{"dependencies": {"vite": "7"}}',
  'web/Dockerfile': 'FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
  'web/nginx.conf': conf,
})

describe('a web server’s settings', () => {
  it.each<[string, string, boolean]>([
    ['name a service of compose', 'location /api/ {\n  proxy_pass http://backend:4000;\n}', true],
    ['name one on the same line', '\nlocation /api/ { proxy_pass http://api:8000; }', true],
    ['name one in an upstream', 'upstream api {\n  server api:8000;\n}', true],
    ['take the name from outside', 'location /api/ {\n  proxy_pass ${BACKEND_URL};\n}', false],
    ['name a host of the internet', 'location /api/ {\n  proxy_pass https://api.example.com;\n}', false],
    ['pass nothing on', 'server {\n  server_name _;\n  listen 80;\n}', false],
  ])('%s', (_, conf, isNoted) => {
    expect(told(nginx(conf)).includes('fixed-upstream web/nginx.conf:2')).toBe(isNoted)
  })
})

it('written by the Dockerfile name a service of compose', () => {
  const texts = {
    'web/package.json': '{"dependencies": {"vite": "7"}}',
    'web/Dockerfile':
      "FROM nginx:1.29\nRUN echo 'server { \\\n  location /api { \\\n    proxy_pass http://api:3000; \\\n  } \\\n}' > /etc/nginx/conf.d/default.conf\n",
  }
  expect(told(texts)).toContain('fixed-upstream web/Dockerfile:2')
})

it('of Caddy name a service of compose', () => {
  const texts = {
    'web/package.json': '{"dependencies": {"vite": "7"}}',
    'web/Dockerfile': 'FROM caddy:2\nCOPY Caddyfile /etc/caddy/Caddyfile\n',
    'web/Caddyfile': ':8080 {\n  reverse_proxy /api/* api:4000\n}\n',
  }
  expect(told(texts)).toContain('fixed-upstream web/Caddyfile:2')
})

describe('a server without its .env', () => {
  const go = (text: string) => ({ 'go.mod': 'module x\n', 'main.go': text })
  const rust = (text: string) => ({ 'Cargo.toml': 'axum = "0.8"\n', 'main.rs': text })
  const java = (text: string) => ({
    'pom.xml': '<artifactId>spring-boot-starter-web</artifactId>',
    'A.java': text,
  })
  it.each<[string, Record<string, string>, boolean]>([
    ['ends, in Go', go('err := godotenv.Load()\nif err != nil {\n\tlog.Fatal("no .env")\n}'), true],
    ['ends, in one line', go('if err := godotenv.Load(".env"); err != nil {\n\tpanic(err)\n}'), true],
    [
      'says so, and goes on',
      go('err := godotenv.Load()\nif err != nil {\n\tlog.Println("no .env")\n}'),
      false,
    ],
    [
      'ends on some machines only',
      go(
        'if os.Getenv("ENV") == "local" {\n\terr := godotenv.Load()\n\tif err != nil {\n\t\tpanic(err)\n\t}\n}',
      ),
      false,
    ],
    ['ends, in Rust', rust('dotenvy::dotenv().expect("no .env");'), true],
    ['goes on, in Rust', rust('dotenv().ok();'), false],
    ['ends, in Java', java('Dotenv.load();'), true],
    ['goes on, in Java', java('Dotenv.configure()\n  .ignoreIfMissing()\n  .load();'), false],
    [
      'ends, in PHP',
      {
        'composer.json': '{"require":{"slim/slim":"4"}}',
        'index.php': '$dotenv = Dotenv\\Dotenv::createImmutable(__DIR__);\n$dotenv->load();',
      },
      true,
    ],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).some((it) => it.startsWith('needs-env-file'))).toBe(isNoted)
  })
})

it.each([
  [
    'Django',
    django('SECURE_SSL_REDIRECT = True\nSECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n'),
  ],
  [
    'Django, in another file of its settings',
    {
      'requirements.txt': 'django==5.1\n',
      'shop/settings/base.py': 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n',
      'shop/settings/production.py': 'from .base import *\nSECURE_SSL_REDIRECT = True\n',
    },
  ],
  [
    'Rails',
    {
      Gemfile: 'gem "rails"\n',
      'config/environments/production.rb': 'config.assume_ssl = true\nconfig.force_ssl = true\n',
    },
  ],
])('TLS is no trouble for %s where it knows that it ends before', (_, texts) => {
  expect(told(texts).filter((it) => it.startsWith('forced-tls'))).toEqual([])
})

it('knows of TLS that ends before only what holds in production', () => {
  const texts = {
    'requirements.txt': 'django==5.1\n',
    'shop/settings/dev.py': 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n',
    'shop/settings/production.py': 'from .base import *\nSECURE_SSL_REDIRECT = True\n',
  }
  expect(told(texts)).toContain('forced-tls shop/settings/production.py:2')
})

describe('a path that the development server passes on', () => {
  const pages = (conf: string) => ({
    ...nginx(conf),
    'web/vite.config.ts': "server: { proxy: { '/api': 'http://localhost:4000' } }",
  })
  const id = 'not-passed-on web/vite.config.ts:1 proxy'

  it.each<[string, Record<string, string>, boolean]>([
    ['the image’s web server does not know', pages('server {\n  listen 80;\n}'), true],
    ['it passes on too', pages('location /api {\n  proxy_pass $BACKEND_URL;\n}'), false],
    [
      'it has settings that nobody sees here',
      { ...pages(''), 'web/Dockerfile': 'FROM nginx:1.29\nCOPY conf/ /etc/nginx/conf.d/\n' },
      false,
    ],
    [
      'the image hands out files only',
      { ...pages(''), 'web/Dockerfile': 'FROM node:22\nCMD ["serve", "-s", "dist", "-l", "3000"]\n' },
      true,
    ],
    [
      'what hands out the files passes on too',
      { ...pages(''), 'web/Dockerfile': 'FROM node:22\nCMD npx http-server dist --proxy http://api\n' },
      false,
    ],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).includes(id)).toBe(isNoted)
  })
})

it.each<[string, string, string, boolean]>([
  ['Vue’s', '["npm", "run", "serve", "--", "--host", "0.0.0.0"]', 'vue-cli-service serve', true],
  ['Create React App’s', '["npm", "start"]', 'react-scripts start', true],
  ['Vite’s', '["yarn", "start"]', 'vite --host', true],
  ['a server that is built', '["npm", "start"]', 'node dist/a.js', false],
  ['Vite’s preview', '["npm", "start"]', 'vite preview --host', true],
])('an image starts a server for developers by a script: %s', (_, command, script, isNoted) => {
  const texts = {
    'package.json': JSON.stringify({
      dependencies: { vue: '3', vite: '7' },
      scripts: { serve: script, start: script },
    }),
    Dockerfile: `FROM node:22\nCMD ${command}\n`,
  }
  expect(told(texts).includes('development-server Dockerfile:2 CMD')).toBe(isNoted)
})

describe('what sqlx reads while it is compiled', () => {
  const rust = (main: string, copies: string, more: Record<string, string> = {}) => ({
    'Cargo.toml': 'axum = "0.8"\nsqlx = { version = "0.8", features = ["postgres"] }\n',
    'src/main.rs': main,
    'migrations/1_a.sql': '',
    Dockerfile: `FROM rust:1.90 AS build\n${copies}\nRUN cargo build --release\nFROM debian:13\nCOPY --from=build /a /a\nCMD ["/a"]\n`,
    ...more,
  })
  const migrate = 'sqlx::migrate!("./migrations").run(&pool)'
  const query = 'sqlx::query!("SELECT 1")'

  it.each<[string, Record<string, string>, boolean]>([
    ['migrations that are not copied', rust(migrate, 'COPY src ./src'), true],
    ['migrations at the usual place', rust('sqlx::migrate!()', 'COPY src ./src'), true],
    [
      'migrations that another stage copies',
      {
        ...rust(migrate, ''),
        Dockerfile:
          'FROM rust:1.90 AS dev\nCOPY . .\nFROM rust:1.90 AS build\nCOPY src ./src\nRUN cargo build\nFROM debian:13\nCOPY --from=build /a /a\nCMD ["/a"]\n',
      },
      true,
    ],
    ['migrations that are copied', rust(migrate, 'COPY migrations ./migrations'), false],
    ['everything', rust(migrate, 'COPY . .'), false],
    ['migrations that are read as it starts', rust('Migrator::new("migrations")', 'COPY src ./src'), false],
    ['a database', rust(query, 'COPY . .'), true],
    ['what was written down of a database', rust(query, 'COPY . .', { '.sqlx/query-1.json': '{}' }), false],
    ['a database that the build is told', rust(query, 'COPY . .\nARG DATABASE_URL'), false],
    ['a query that is checked as it runs', rust('sqlx::query("SELECT 1")', 'COPY . .'), false],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).includes('not-compiled-in src/main.rs:1')).toBe(isNoted)
  })
})

describe('SQLAlchemy with an address of its own', () => {
  const python = (text: string) => ({ 'requirements.txt': 'fastapi\nsqlalchemy\npsycopg2\n', 'db.py': text })

  it.each<[string, string, string | undefined]>([
    ['in the call', "engine = create_engine('sqlite:///./a.db')\n", 'db.py:1'],
    ['by a name', 'URL = "sqlite:///./a.db"\nengine = create_engine(\n    URL, echo=True\n)\n', 'db.py:1'],
    [
      'beside a variable that nobody hands on',
      'A = os.getenv("DATABASE_URL")\nB = "sqlite:///./a.db"\ncreate_engine(B)\n',
      'db.py:2',
    ],
    ['for tests', 'engine = create_async_engine("sqlite+aiosqlite:///:memory:")\n', undefined],
    ['behind a variable', 'A = os.getenv("DATABASE_URL", "sqlite:///./a.db")\ncreate_engine(A)\n', undefined],
    [
      'in one case of two',
      'if dev:\n    A = "sqlite:///./a.db"\nelse:\n    A = os.environ["DATABASE_URL"]\ncreate_engine(A)\n',
      undefined,
    ],
  ])('%s', (_, text, place) => {
    const found = told(python(text)).filter((it) => it.startsWith('fixed-database'))
    expect(found).toEqual(place ? [`fixed-database ${place}`] : [])
  })

  const alembic = (url: string, env: string) => ({
    ...python('engine = create_engine(os.environ["DATABASE_URL"])\n'),
    'alembic.ini': `[alembic]\nscript_location = alembic\nsqlalchemy.url = ${url}\n`,
    'alembic/env.py': `${env}\ncontext.configure(url=url)\n`,
  })
  const plain =
    '# config.set_main_option("sqlalchemy.url", x)\nurl = config.get_main_option("sqlalchemy.url")'

  it.each<[string, Record<string, string>, boolean]>([
    ['Alembic’s', alembic('sqlite:///./a.db', plain), true],
    ['the one that is there from the start', alembic('driver://user:pass@localhost/dbname', plain), false],
    ['the one that is filled in', alembic('postgresql://%(DB_USER)s@db/x', plain), false],
    [
      'one that its script sets',
      alembic('sqlite:///./a.db', 'config.set_main_option("sqlalchemy.url", url)'),
      false,
    ],
    ['one that its script leaves aside', alembic('sqlite:///./a.db', 'from app.db import engine'), false],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).includes('fixed-database alembic.ini:3')).toBe(isNoted)
  })
})

describe('Prisma’s client', () => {
  const prisma = (
    steps: string[],
    scripts: Record<string, string> = {},
    more: Record<string, string> = {},
  ) => ({
    'package.json': JSON.stringify({
      dependencies: { express: '5', '@prisma/client': '6' },
      scripts: { build: 'tsc', start: 'node dist/a.js', ...scripts },
    }),
    'prisma/schema.prisma': 'generator client {\n  output = "../made"\n}\n',
    Dockerfile: ['FROM node:22', ...steps, 'CMD ["npm", "start"]', ''].join('\n'),
    ...more,
  })
  const late = ['COPY package.json .', 'RUN npm install', 'COPY . .', 'RUN npm run build']

  it.each<[string, Record<string, string>, boolean]>([
    ['is made by nothing', prisma(late), true],
    ['is made by a line', prisma([...late, 'RUN npx prisma generate']), false],
    ['is made by the build', prisma(late, { build: 'prisma generate && tsc' }), false],
    ['is made behind the install', prisma(late, { postinstall: 'prisma generate' }), false],
    ['is made by the start', prisma(late, { start: 'prisma generate && node a.js' }), false],
    ['is made by the install', prisma(['COPY . .', 'RUN npm ci']), false],
    [
      'is made by the install, which is given the schema',
      prisma(['COPY package.json .', 'COPY prisma ./prisma', 'RUN npm ci', 'COPY . .']),
      false,
    ],
    [
      'is made by a script of another package',
      prisma(
        [...late, 'RUN npm run make --workspace=db'],
        {},
        { 'db/package.json': '{"scripts": {"make": "prisma generate"}}' },
      ),
      false,
    ],
    ['is part of the project', prisma(late, {}, { 'made/index.js': '' }), false],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).some((it) => it.startsWith('no-prisma-client'))).toBe(isNoted)
  })
})

describe('a start that waits', () => {
  const waiting = (start: string, command = '["sh", "/app/start.sh"]') => ({
    'compose.yaml': 'services:\n  postgres:\n    image: postgres:18\n  api:\n    build: .\n',
    'go.mod': 'module x\n',
    'start.sh': `#!/bin/sh\n${start}\n./main\n`,
    Dockerfile: `FROM golang:1.25\nCOPY . .\nCMD ${command}\n`,
  })

  it.each<[string, Record<string, string>, string | undefined]>([
    ['for a service of compose', waiting('/bin/wait-for-it.sh postgres:5432'), 'start.sh:2'],
    ['for one with nc', waiting('while ! nc -z postgres 5432; do sleep 1; done'), 'start.sh:2'],
    ['for one in its command', waiting('', '["wait-for", "postgres:5432", "--", "./main"]'), 'Dockerfile:3'],
    ['for what a variable says', waiting('until pg_isready -h "$PGHOST"; do sleep 1; done'), undefined],
    ['for nothing, with a script beside', waiting('nc -z postgres 5432', '["./main"]'), undefined],
    [
      'for nothing, unlike the one of another folder',
      {
        ...waiting(''),
        'db/go.mod': 'module y\n',
        'db/start.sh': 'nc -z postgres 5432\n',
        'db/Dockerfile': 'FROM golang:1.25\nCMD ["sh", "start.sh"]\n',
        'ui/start.sh': '',
        'ui/package.json': '{"dependencies": {"vite": "7"}}',
        'ui/Dockerfile': 'FROM node:22\nCMD ["sh", "start.sh"]\n',
      },
      'db/start.sh:1',
    ],
    ['for a host of the internet', waiting('wait-for-it.sh postgres.example.com:5432'), undefined],
  ])('%s', (_, texts, place) => {
    const found = told(texts).filter((it) => it.startsWith('waits-for-compose'))
    expect(found).toEqual(place ? [`waits-for-compose ${place}`] : [])
  })
})

it('a script that another package has, that may be absent or is a program, is no matter', () => {
  const texts = {
    'package.json': '{"dependencies": {"express": "5"}, "scripts": {"build": "x"}}',
    Dockerfile:
      'FROM node:22\nRUN npm run build && npm run lint --if-present\nRUN bun run src/a.ts\nRUN pnpm run make --filter x\nRUN yarn run tsc && bun run vite build\nRUN npm run build:$ENV\nRUN npm run make:${ENV}\n',
  }
  expect(told(texts).filter((it) => it.startsWith('missing-script'))).toEqual([])
})

describe('what lies outside of the folder that an image is made of', () => {
  const web = (build: string, text: string, more: Record<string, string> = {}) => ({
    'web/package.json': JSON.stringify({ dependencies: { vite: '7' }, scripts: { build } }),
    'web/index.html': '',
    'web/src/a.ts': text,
    'server/package.json': '{"dependencies": {"express": "5"}}',
    'server/src/router.ts': '',
    ...more,
  })
  const type = "import type { Router } from '../../server/src/router'"

  it.each<[string, Record<string, string>, boolean]>([
    ['is compiled in', web('vite build', "import { a } from '../../server/src/router.js'"), true],
    ['is a type that is checked', web('tsc && vite build', type), true],
    ['is a type that nobody checks', web('vite build', type), false],
    [
      'is named by the settings',
      web('vite build', '', {
        'web/vite.config.ts': "alias: { '@s': path.resolve(__dirname, '../server/src') }",
      }),
      true,
    ],
    [
      'is only the environment',
      web('vite build', "config({ path: resolve(__dirname, '../../.env') })", { '.env': '' }),
      false,
    ],
    [
      'is in the image of the workspace',
      web('tsc && vite build', type, { 'package.json': '{"workspaces": ["web", "server"]}' }),
      false,
    ],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).some((it) => it.startsWith('reaches-out web/'))).toBe(isNoted)
  })
})

describe('a server that listens', () => {
  const server = (packages: object, text: string) => ({
    'package.json': JSON.stringify({ dependencies: packages }),
    'server.ts': text,
  })
  const fastify = { fastify: '5' }

  it.each<[string, Record<string, string>, boolean]>([
    ['for itself, as Fastify does', server(fastify, 'fastify()\napp.listen({\n  port: env.PORT,\n})'), true],
    [
      'for itself, below Nest',
      server({ '@nestjs/core': '11' }, 'new FastifyAdapter()\nawait app.listen(port)'),
      true,
    ],
    [
      'for itself, because it says so',
      server({ express: '5' }, "app.listen(3000, '127.0.0.1', () => {})"),
      true,
    ],
    [
      'for everybody, another server than the one that is installed',
      server(fastify, 'createHTTPServer({}).listen(3000)'),
      false,
    ],
    ['for everybody', server(fastify, "fastify()\napp.listen({ port: 3000, host: '0.0.0.0' })"), false],
    ['for whom it is told', server(fastify, 'fastify()\napp.listen({ port, host })'), false],
    [
      'for whom the environment says',
      server(fastify, "fastify()\napp.listen({ port, host: env.HOST ?? 'localhost' })"),
      false,
    ],
    [
      'with options from elsewhere',
      server(fastify, 'fastify()\napp.listen({ ...options })\napp.listen(options)'),
      false,
    ],
    [
      'for everybody, as Express does',
      server({ express: '5' }, "app.listen(port, () => log('localhost'))"),
      false,
    ],
  ])('%s', (_, texts, isNoted) => {
    expect(told(texts).some((it) => it.startsWith('listens-locally server.ts:'))).toBe(isNoted)
  })
})

describe('what only holds on one machine', () => {
  it.each<[string, Record<string, string>, string]>([
    ['hosts of Django', django('ALLOWED_HOSTS = ["localhost"]\n'), 'allowed-hosts shop/settings.py:1'],
    ['no host at all', django('ALLOWED_HOSTS = []\n'), 'allowed-hosts shop/settings.py:1'],
    [
      'forms of Django',
      django('CSRF_TRUSTED_ORIGINS = ["http://localhost:3000"]\n'),
      'csrf-origins shop/settings.py:1',
    ],
    [
      'TLS of Django',
      django('if not DEBUG:\n    SECURE_SSL_REDIRECT = True\n'),
      'forced-tls shop/settings.py:2',
    ],
    [
      'TLS of Rails',
      { Gemfile: 'gem "rails"\n', 'config/environments/production.rb': 'x\n  config.force_ssl = true\n' },
      'forced-tls config/environments/production.rb:2',
    ],
    [
      'origins of Django',
      django('CORS_ALLOWED_ORIGINS = ["http://localhost:3000"]\n'),
      'cors-origins shop/settings.py:1',
    ],
    [
      'origins of Express',
      express("cors({ origin: 'http://localhost:3000' })\n"),
      'cors-origins server.js:1',
    ],
    [
      'origins in a list over several lines',
      express(
        "app.use(cors({\n  origin: [\n    'http://localhost:3000',\n    'https://a.example.com',\n  ],\n}))\n",
      ),
      'cors-origins server.js:3',
    ],
    [
      'origins of FastAPI',
      { 'requirements.txt': 'fastapi\n', 'main.py': 'allow_origins=["http://127.0.0.1:5173"],\n' },
      'cors-origins main.py:1',
    ],
    [
      'origins of Spring',
      {
        'pom.xml': '<artifactId>spring-boot-starter-web</artifactId>',
        'Cors.java': 'r.addMapping("/**").allowedOrigins("http://localhost:4200");',
      },
      'cors-origins Cors.java:1',
    ],
    ['an address in a page', vite("fetch('http://localhost:5000/todos')\n"), 'fixed-address src/api.ts:1'],
    [
      'an address of JDBC',
      {
        'build.gradle': "implementation 'io.ktor:ktor-server-core'",
        'a.kt': '"jdbc:postgresql://db:5432/x"',
      },
      'fixed-database a.kt:1',
    ],
    [
      'a mode of TLS',
      { 'go.mod': 'module x', 'db.go': 'fmt.Sprintf("host=%s user=%s sslmode=disable", os.Getenv("H"), u)' },
      'fixed-sslmode db.go:1',
    ],
    [
      'a mode of TLS of Ecto',
      { 'mix.exs': '{:phoenix, "~> 1.8"},', 'config/runtime.exs': 'url: database_url,\n  ssl: false,' },
      'fixed-sslmode config/runtime.exs:2',
    ],
    [
      'a server for one machine',
      { 'Cargo.toml': 'axum = "0.8"', 'src/main.rs': 'TcpListener::bind("127.0.0.1:3000").await' },
      'loopback-only src/main.rs:1',
    ],
    [
      'a server of Go for one machine',
      {
        'go.mod': 'module x',
        'main.go': 'srv := &http.Server{\n\tHandler: gzip(mux, Options{}),\n\tAddr: "localhost:8080",\n}',
      },
      'loopback-only main.go:3',
    ],
    [
      'an address in what a module hands out',
      vite("export default axios.create({ baseURL: 'http://localhost:5000' })\n"),
      'fixed-address src/api.ts:1',
    ],
    [
      'a database’s host in any file that speaks of PostgreSQL',
      express("import pg from 'pg'\nnew pg.Pool({\n  host: 'localhost',\n})\n"),
      'fixed-database server.js:3',
    ],
    [
      'a database’s host beside the database’s name',
      express(
        "import pg from 'pg'\nconst settings = {\n  host: 'db',\n  ssl: { ca },\n  database: 'shop',\n}\n",
      ),
      'fixed-database server.js:3',
    ],
    [
      'a database’s host in TypeORM’s own settings',
      { ...express(''), 'ormconfig.json': '{\n  "type": "postgres",\n  "host": "db"\n}' },
      'fixed-database ormconfig.json:3',
    ],
    [
      'a name of compose without a port',
      {
        ...vite("const url = 'http://gate/api'\n"),
        'compose.yaml': 'services:\n  gate:\n    image: traefik\n',
      },
      'fixed-address src/api.ts:1',
    ],
    [
      'settings of Sequelize for development only',
      {
        'package.json': '{"dependencies": {"express": "5"}}',
        'config/config.js': "module.exports = {\n  development: {\n    dialect: 'postgres',\n  },\n}\n",
      },
      'no-production config/config.js:2',
    ],
    [
      'a secret that SvelteKit builds in',
      {
        'package.json': '{"dependencies": {"@sveltejs/kit": "2"}}',
        'src/a.ts': "import { API_SECRET } from '$env/static/private'\n",
      },
      'frozen-secret src/a.ts:1',
    ],
    [
      'a secret that compose puts into a file',
      {
        ...express(''),
        'compose.yaml':
          'services:\n  api:\n    build: .\n    environment:\n      KEY_FILE: /run/secrets/key\n',
      },
      'secret-file compose.yaml:2',
    ],
    [
      'a script that is not there',
      { ...express(''), Dockerfile: 'FROM node:22\nRUN npm run build\nCMD ["npm", "run", "serve"]\n' },
      'missing-script Dockerfile:2 RUN',
    ],
    [
      'a file of the environment that Node stops without',
      {
        'package.json':
          '{"dependencies": {"express": "5"}, "scripts": {"start": "node --env-file=.env server.js"}}',
        Dockerfile: 'FROM node:22\nCOPY server.js .\nCMD ["npm", "start"]\n',
      },
      'needs-env-file Dockerfile:3 CMD',
    ],
    [
      'a script that is not there, in exec form',
      { ...express(''), Dockerfile: 'FROM node:22\nCMD ["npm", "run", "serve"]\n' },
      'missing-script Dockerfile:2 CMD',
    ],
    [
      'a browser that is driven',
      express("const puppeteer = require('puppeteer')\n"),
      'needs-browser server.js:1',
    ],
    [
      'a path that only the development server of a framework passes on',
      {
        'package.json': '{"dependencies": {"@react-router/dev": "7", "@react-router/serve": "7"}}',
        'vite.config.ts': "server: { proxy: { '/api': 'http://localhost:4000' } }",
      },
      'not-passed-on vite.config.ts:1 proxy',
    ],
    [
      'a secret that everybody can read',
      vite('createClient(url, import.meta.env.VITE_SUPABASE_SERVICE_ROLE_KEY)\n'),
      'public-secret src/api.ts:1',
    ],
    ['a socket', vite("new WebSocket('ws://localhost:5000/live')\n"), 'fixed-address src/api.ts:1'],
  ])('%s', (_, texts, expected) => {
    expect(told(texts)).toContain(expected)
  })

  it.each<[string, Record<string, string>]>([
    ['hosts from outside', django('ALLOWED_HOSTS = os.environ["HOSTS"].split(",")\n')],
    ['hosts from outside, with a list behind', django('ALLOWED_HOSTS = env.list("HOSTS", ["localhost"])\n')],
    [
      'a mode of TLS in an address that can be set from outside',
      {
        'go.mod': 'module x',
        'db.go': 'getEnv("DATABASE_URL", "postgres://a:b@localhost/x?sslmode=disable")',
      },
    ],
    ['every host', django('ALLOWED_HOSTS = ["*"]\n')],
    ['origins from outside', express("cors({ origin: process.env.ORIGIN ?? 'http://localhost:3000' })\n")],
    [
      'an address that stands in for a variable above it',
      express("url:\n  process.env.DATABASE_URL ??\n  'postgresql://u:p@localhost:5432/x',\n"),
    ],
    [
      'addresses where a list from outside is absent',
      express(
        "const origins = process.env.ORIGINS\n  ? process.env.ORIGINS.split(',')\n  : ['http://localhost:3000']\n",
      ),
    ],
    [
      'where a server listens that asks a database',
      express("import pg from 'pg'\nnew pg.Pool()\napp.listen({\n  port: 3000,\n  host: '0.0.0.0',\n})\n"),
    ],
    [
      'a host of mail beside a database',
      express(
        "TypeOrmModule.forRoot({ type: 'postgres', url })\nMailerModule.forRoot({\n  transport: {\n    host: 'smtp.acme.io',\n    auth: { user, pass },\n  },\n})\n",
      ),
    ],
    ['a host beside no database', express("const mail = {\n  host: 'localhost',\n}\n")],
    ['an address of the internet', vite("const url = 'https://localhost.run/'\n")],
    ['an address with a fallback', vite("const api = import.meta.env.VITE_API ?? 'http://localhost:5000'\n")],
  ])('not %s', (_, texts) => {
    expect(told(texts).filter((it) => /hosts|origins|fixed/.test(it))).toEqual([])
  })
})

it.each<[string, Record<string, string>]>([
  [
    'whom Go asks',
    {
      'go.mod': 'module x',
      'a.go':
        'srv := &http.Server{Handler: mux}\nredis.NewClient(&redis.Options{\n\tAddr: "localhost:6379",\n})',
    },
  ],
  [
    'a helper of Rust’s tests',
    { 'Cargo.toml': 'axum = "0.8"', 'src/a.rs': 'TcpListener::bind("127.0.0.1:0").await' },
  ],
  [
    'whoever looks for a free port',
    { 'requirements.txt': 'fastapi\n', 'a.py': 's.bind(("localhost", 0))\n' },
  ],
])('%s is no server for one machine', (_, texts) => {
  expect(told(texts).filter((it) => it.startsWith('loopback-only'))).toEqual([])
})

it('takes a long line of a source for what it is, in the time of any other', () => {
  const texts = { 'go.mod': 'module x', 'a.go': `s := "${'%s '.repeat(50_000)}"\n` }
  expect(told(texts).filter((it) => it.startsWith('fixed'))).toEqual([])
})

describe('a compose file', () => {
  const compose = `# for development
services:
  db:
    image: "postgres:16"
  api:
    build: ./api
    environment:
      REDIS: redis
  worker:
    build: ./api
  redis:
    image: redis:7
  mail:
    image: axllent/mailpit
  adminer:
    image: adminer:5
volumes:
  data:
`

  it('tells which services are not deployed, and where they stand', () => {
    const files = { 'docker-compose.yml': compose, ...express('') }
    expect(told(files).filter((it) => it.startsWith('compose'))).toEqual([
      'compose-service docker-compose.yml:9',
      'compose-service docker-compose.yml:11',
      'compose-service docker-compose.yml:13',
    ])
  })
})

it('a service of compose that is like another', () => {
  const compose =
    'services:\n  db: &db\n    image: postgres:16\n  db_dev:\n    <<: *db\n    ports:\n      - 5432:5432\n'
  expect(told({ 'compose.yaml': compose, ...express('') }).filter((it) => it.includes('compose'))).toEqual([])
})

it('what compose keeps in volumes', () => {
  const compose = `services:
  db:
    image: postgres:16
    volumes:
      - ./sql/init.sql:/docker-entrypoint-initdb.d/1.sql:ro
      - data:/var/lib/postgresql/data
  api:
    build: ./api
    volumes:
      - ./api:/app
      - modules:/app/node_modules
      - static_files:/app/staticfiles
      - uploads:/app/uploads
`
  expect(told({ 'compose.yaml': compose, ...express('') }).filter((it) => it.includes('compose'))).toEqual([
    'initial-sql compose.yaml:5',
    'kept-files compose.yaml:13',
  ])
})

it.each<[string, string, boolean]>([
  ['is missing in an image that never got it', 'COPY pyproject.toml ./', true],
  ['is there where the image copies all', 'COPY . .', false],
  [
    'is missing where another image got it',
    'COPY pyproject.toml ./\nFROM python AS other\nCOPY . .\nFROM python',
    true,
  ],
  ['is there where it is taken from another', 'COPY . .\nFROM python\nCOPY --from=0 /app /app', false],
  ['is there where the image copies its folder', 'COPY core ./core', false],
  ['is there where the image copies what it needs of it', 'COPY core/wsgi.py ./core/', false],
])('what compose mounts %s', (_, copy, isMissing) => {
  const texts = {
    'compose.yaml': 'services:\n  api:\n    build: ./api\n    volumes:\n      - ./api/core:/app/core\n',
    'api/pyproject.toml': '[project]\ndependencies = ["django"]',
    'api/Dockerfile': `FROM python:3.13\nWORKDIR /app\n${copy}\nCMD ["gunicorn"]\n`,
    'api/core/dev.py': 'reload = 1',
    'api/core/wsgi.py': 'application = 1',
  }
  const { notes } = detectProject({ paths: Object.keys(texts), texts: new Map(Object.entries(texts)) })
  const found = notes.get('api')?.filter(({ id }) => id === 'mounted-source')
  expect(found?.map(({ source }) => source)).toEqual(isMissing ? ['compose.yaml:5'] : [])
})

describe('a browser variable', () => {
  const next = {
    'package.json': '{"scripts": {"build": "next build"}, "dependencies": {"next": "15"}}',
    'app/page.tsx': "'use client'\nprocess.env.NEXT_PUBLIC_API_URL\n",
  }
  const noteOf = (texts: Record<string, string>) => {
    const { notes } = detectProject({ paths: Object.keys(texts), texts: new Map(Object.entries(texts)) })
    return notes.get('.')?.find(({ id }) => id === 'browser-variable')
  }

  it('is no trouble where the generated image passes it on', () => {
    expect(noteOf(next)?.severity).toBe('info')
  })

  it('brings the very lines for a Dockerfile of the user’s', () => {
    const note = noteOf({ ...next, Dockerfile: 'FROM node:22\n' })
    expect(note?.severity).toBe('warn')
    expect(note?.advice).toContain("source: '/api/:path*'")
    expect(note?.advice).toContain('--frontend-build-args NEXT_PUBLIC_API_URL=/api')
  })

  it('needs an address of both where the server reads it', () => {
    expect(noteOf({ ...next, 'app/list.tsx': 'process.env.NEXT_PUBLIC_API_URL' })?.advice).toContain(
      'https://…',
    )
  })
})

it('says where the backend looks for what is passed on', () => {
  const texts = vite("const api = import.meta.env.VITE_API_URL || 'http://localhost:4000'")
  const { notes } = detectProject({
    paths: ['Dockerfile', ...Object.keys(texts)],
    texts: new Map(Object.entries({ ...texts, Dockerfile: 'FROM nginx:1.29\n' })),
  })
  const [told] = notes.get('.')!.filter(({ id }) => id === 'browser-variable')
  expect(told!.advice).toContain("pass /api on to the backend's /, and")
  expect(told!.advice).toContain('Dockerfile takes it with `ARG VITE_API_URL` before the build')
})

it('says nothing of an argument that the Dockerfile takes', () => {
  const texts = { ...vite('import.meta.env.VITE_MAPS'), Dockerfile: 'FROM node:22\nARG VITE_MAPS\n' }
  const { notes } = detectProject({
    paths: Object.keys(texts),
    texts: new Map(Object.entries(texts)),
  })
  const [told] = notes.get('.')!.filter(({ id }) => id === 'browser-variable')
  expect(told!.advice).not.toContain('ARG')
})

it.each<[string, string, string]>([
  ['a route answers for it', 'app/routes/api.$.ts', ''],
  ['the server passes it on', 'server.ts', "import { createProxyMiddleware } from 'http-proxy-middleware'"],
])('says nothing of what the development server passes on, where %s', (_, path, text) => {
  const texts = {
    'package.json': '{"dependencies": {"@react-router/dev": "7", "@react-router/serve": "7"}}',
    'vite.config.ts': "server: { proxy: { '/api': 'http://localhost:4000' } }",
    [path]: text,
  }
  expect(told(texts)).not.toContain('not-passed-on vite.config.ts:1 proxy')
})

it('has a database’s address for when nothing is set, on a line of its own', () => {
  const text =
    "import pg from 'pg'\nconst url =\n  config.get<string>('DATABASE_URL') ||\n  'postgres://me:x@localhost/x'\n"
  expect(told(express(text))).not.toContain('fixed-database server.js:4')
})

it.each<[string, string]>([
  [
    'a list',
    "const allowedOrigins = [\n  'http://localhost:3000',\n]\nif (!ok) throw new Error('Not allowed by CORS')\n",
  ],
  ['one address', "const origin = 'http://localhost:3000'\nif (!ok) cb(new Error('Origin refused'))\n"],
])('tells origins that a server refuses everybody but, from %s', (_, text) => {
  const { notes } = detectProject({
    paths: ['package.json', 'server.js'],
    texts: new Map(Object.entries(express(text))),
  })
  const [told] = notes.get('.')!.filter(({ id }) => id === 'cors-origins')
  expect(told!.advice).toContain('it refuses everybody else')
})

it.each<[string, string]>([
  ['Node may do without', 'node --env-file-if-exists=.env a.js'],
  ['bun does without', 'bun --env-file=.env a.ts'],
])('says nothing of a file of the environment that %s', (_, start) => {
  const texts = {
    'package.json': JSON.stringify({ dependencies: { express: '5' }, scripts: { start } }),
    Dockerfile: 'FROM node:22\nCMD ["npm", "start"]\n',
  }
  expect(told(texts)).not.toContain('needs-env-file Dockerfile:2 CMD')
})
