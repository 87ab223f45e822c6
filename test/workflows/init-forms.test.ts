import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { init } from '../../src/workflows/init.ts'
import { initWorld } from './init-world.ts'

const frontend = {
  'frontend/package.json': '{"scripts": {"build": "vite build"}, "dependencies": {"vite": "7"}}',
  'frontend/index.html': '',
}
const python = (packages: string, source: string) => ({
  'backend/requirements.txt': `fastapi\n${packages}`,
  'backend/main.py': `import os\napp = FastAPI()\n${source}`,
})
const node = (packages: object, source: string) => ({
  'backend/package.json': JSON.stringify({
    scripts: { start: 'node a.js' },
    dependencies: { express: '5', ...packages },
  }),
  'backend/package-lock.json': '{}',
  'backend/a.js': `app.listen(8000)\n${source}`,
})
const url = 'url = os.environ["DATABASE_URL"]'
const nodeUrl = 'connect(process.env.DATABASE_URL)'

/** What the backend reads, and what each of that is made from. */
type Row = [string, Record<string, string>, string[], Record<string, string>]
const rows: Row[] = [
  [
    'SQLAlchemy with asyncpg',
    python('SQLAlchemy[asyncio]\nasyncpg', url),
    ['SQLALCHEMY_ASYNCPG_URL=DATABASE_URL'],
    { SQLALCHEMY_ASYNCPG_URL: 'sqlalchemy-asyncpg' },
  ],
  [
    'Litestar’s wrapper of SQLAlchemy with asyncpg',
    python('advanced-alchemy\nasyncpg', url),
    ['SQLALCHEMY_ASYNCPG_URL=DATABASE_URL'],
    { SQLALCHEMY_ASYNCPG_URL: 'sqlalchemy-asyncpg' },
  ],
  [
    'Tortoise',
    python('tortoise-orm\nasyncpg', url),
    ['TORTOISE_URL=DATABASE_URL'],
    { TORTOISE_URL: 'tortoise' },
  ],
  [
    'Ecto',
    {
      'backend/mix.exs': '{:phoenix, "~> 1.8"},\n{:ecto_sql, "~> 3.13"},\n{:postgrex, "~> 0.20"},\n',
      'backend/config/runtime.exs': 'url: System.fetch_env!("DATABASE_URL")\n',
    },
    ['ECTO_URL=DATABASE_URL'],
    { ECTO_URL: 'ecto' },
  ],
  [
    'Alembic, whose own file takes the address in pieces',
    {
      ...python('sqlalchemy\nasyncpg\nalembic', url),
      'backend/alembic/env.py':
        'config = context.config\nhost = os.getenv("POSTGRES_HOST", "x")\npassword = os.getenv("POSTGRES_PASSWORD", "x")\n',
    },
    [
      'SQLALCHEMY_ASYNCPG_URL=DATABASE_URL',
      'POSTGRES_HOST=POSTGRES_HOST',
      'POSTGRES_PASSWORD=POSTGRES_PASSWORD',
    ],
    { SQLALCHEMY_ASYNCPG_URL: 'sqlalchemy-asyncpg', POSTGRES_HOST: 'host', POSTGRES_PASSWORD: 'password' },
  ],
  [
    'Alembic, beside a URL as it is',
    {
      ...python('psycopg2\nalembic', url),
      'backend/alembic/env.py':
        'config = context.config\nhost = os.getenv("DB_HOST", "x")\npassword = os.getenv("DB_PASSWORD", "x")\n',
    },
    ['DB_HOST=DB_HOST', 'DB_PASSWORD=DB_PASSWORD', 'DATABASE_URL=DATABASE_URL'],
    { DB_HOST: 'host', DB_PASSWORD: 'password' },
  ],
  ['asyncpg', python('asyncpg', url), ['ASYNCPG_URL=DATABASE_URL'], { ASYNCPG_URL: 'asyncpg' }],
  [
    'SQLModel with psycopg 3',
    python('sqlmodel\npsycopg[binary]', url),
    ['SQLALCHEMY_PSYCOPG_URL=DATABASE_URL'],
    { SQLALCHEMY_PSYCOPG_URL: 'sqlalchemy-psycopg' },
  ],
  ['SQLAlchemy with psycopg2', python('sqlalchemy\npsycopg2-binary', url), ['DATABASE_URL=DATABASE_URL'], {}],
  ['psycopg alone', python('psycopg', url), ['DATABASE_URL=DATABASE_URL'], {}],
  [
    'a source that rewrites the URL by itself',
    python('sqlalchemy\nasyncpg', `${url}.replace("postgres://", "postgresql+asyncpg://")`),
    ['DATABASE_URL=DATABASE_URL'],
    {},
  ],
  ['node-postgres', node({ pg: '8' }, nodeUrl), ['DATABASE_URL=DATABASE_URL'], {}],
  [
    'Sequelize, which forgets what the URL says of TLS',
    node({ pg: '8', sequelize: '6' }, 'new Sequelize(process.env.DATABASE_URL)'),
    ['PGSSLMODE=PGSSLMODE', 'DATABASE_URL=DATABASE_URL'],
    { PGSSLMODE: 'pg-sslmode' },
  ],
  [
    'Sequelize that is told of TLS',
    node(
      { pg: '8', sequelize: '6' },
      'new Sequelize(process.env.DATABASE_URL, { dialectOptions: { ssl: true } })',
    ),
    ['DATABASE_URL=DATABASE_URL'],
    {},
  ],
  [
    'postgres.js',
    node({ postgres: '3' }, nodeUrl),
    ['POSTGRES_JS_URL=DATABASE_URL'],
    { POSTGRES_JS_URL: 'postgres-js' },
  ],
  [
    'Prisma with a direct URL',
    {
      ...node({ '@prisma/client': '6' }, ''),
      'backend/prisma/schema.prisma':
        'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n  directUrl = env("DIRECT_URL")\n}\n',
    },
    ['PRISMA_URL=DATABASE_URL', 'DIRECT_URL=DIRECT_URL'],
    { PRISMA_URL: 'prisma', DIRECT_URL: 'direct' },
  ],
  [
    'pgx',
    {
      'backend/go.mod': 'module shop\n\ngo 1.24\n\nrequire github.com/jackc/pgx/v5 v5.7.0\n',
      'backend/main.go': 'http.ListenAndServe(":8000", nil)\npgx.Connect(ctx, os.Getenv("DATABASE_URL"))\n',
    },
    ['PGX_URL=DATABASE_URL'],
    { PGX_URL: 'pgx' },
  ],
  [
    'parts in variables of their own',
    node(
      { pg: '8' },
      'const { a } = [process.env.DB_HOST, process.env.DB_PORT, process.env.DB_USER, process.env.DB_PASSWORD, process.env.DB_NAME]',
    ),
    [
      'DB_HOST=DB_HOST',
      'DB_NAME=DB_NAME',
      'DB_PASSWORD=DB_PASSWORD',
      'DB_PORT=DB_PORT',
      'DB_USER=DB_USER',
      'PGSSLMODE=PGSSLMODE',
    ],
    {
      DB_HOST: 'host',
      DB_PORT: 'port',
      DB_USER: 'user',
      DB_PASSWORD: 'password',
      DB_NAME: 'database',
      PGSSLMODE: 'pg-sslmode',
    },
  ],
  [
    'Spring Boot',
    {
      'backend/pom.xml':
        '<artifactId>spring-boot-starter-web</artifactId>\n<artifactId>postgresql</artifactId>\n',
      'backend/src/A.java': '@SpringBootApplication class A {}',
    },
    [
      'SPRING_DATASOURCE_URL=SPRING_DATASOURCE_URL',
      'SPRING_DATASOURCE_USERNAME=SPRING_DATASOURCE_USERNAME',
      'SPRING_DATASOURCE_PASSWORD=SPRING_DATASOURCE_PASSWORD',
    ],
    {
      SPRING_DATASOURCE_URL: 'jdbc-url',
      SPRING_DATASOURCE_USERNAME: 'user',
      SPRING_DATASOURCE_PASSWORD: 'password',
    },
  ],
  [
    'R2DBC',
    {
      'backend/pom.xml':
        '<artifactId>spring-boot-starter-webflux</artifactId>\n<dependency><artifactId>r2dbc-postgresql</artifactId></dependency>\n',
      'backend/src/main/resources/application.yml':
        'spring:\n  r2dbc:\n    url: r2dbc:postgresql://localhost/x\n',
    },
    [
      'SPRING_R2DBC_URL=SPRING_R2DBC_URL',
      'SPRING_R2DBC_USERNAME=SPRING_R2DBC_USERNAME',
      'SPRING_R2DBC_PASSWORD=SPRING_R2DBC_PASSWORD',
    ],
    {
      SPRING_R2DBC_URL: 'r2dbc-url',
      SPRING_R2DBC_USERNAME: 'user',
      SPRING_R2DBC_PASSWORD: 'password',
    },
  ],
  [
    'Npgsql',
    {
      'backend/shop.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web">\n<PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="9.0.0" />\n',
      'backend/Program.cs': 'options.UseNpgsql(config.GetConnectionString("Default"));',
    },
    ['ConnectionStrings__Default=ConnectionStrings__Default'],
    { ConnectionStrings__Default: 'npgsql' },
  ],
  [
    'Npgsql, from a setting of its own',
    {
      'backend/shop.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web">\n<PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="9.0.0" />\n',
      'backend/Program.cs': 'options.UseNpgsql(builder.Configuration["Shop:Database"]));',
    },
    ['Shop__Database=Shop__Database'],
    { Shop__Database: 'npgsql' },
  ],
]

const flags = (more: Record<string, unknown> = {}) =>
  ({ output: 'text', backendPort: '8000', frontendPort: '8080', ...more }) as Parameters<typeof init>[0]

describe('init writes the database down as the driver reads it', () => {
  it.each(rows)('%s', async (_, backend, bound, forms) => {
    const world = initWorld({ ...frontend, ...backend })
    expect(await init(flags(), world)).toBe(0)
    const read = readConfig(world.disk.get('k8sdeploy.yaml') ?? '', 'k8sdeploy.yaml')
    if (!('config' in read)) throw new Error(JSON.stringify(read.problems))
    const { secrets, database } = read.config
    expect(read.config.backend.secrets.map(({ name, as }) => `${name}=${as}`)).toEqual(bound)
    expect(database).toEqual({ secret: 'DATABASE_URL' })
    const made = Object.entries(secrets).filter(([, { from }]) => from === 'database')
    expect(Object.fromEntries(made.map(([name, { key }]) => [name, key]))).toEqual(forms)
    const told = world.story.join('')
    for (const [name, form] of Object.entries(forms)) expect(told).toContain(`${name}=database:${form}`)
  })

  it('not for somebody who binds the URL as it is', async () => {
    const world = initWorld({ ...frontend, ...python('sqlalchemy\nasyncpg', url) })
    await init(flags({ backendSecrets: ['DATABASE_URL'] }), world)
    expect(world.disk.get('k8sdeploy.yaml')).not.toContain('asyncpg')
  })

  it('nor for a backend without a database', async () => {
    const world = initWorld({ ...frontend, ...python('sqlalchemy\nasyncpg', url) })
    await init(flags({ database: 'none', backendSecrets: ['none'] }), world)
    expect(world.disk.get('k8sdeploy.yaml')).not.toContain('asyncpg')
  })

  it('and a second look finds what the first has written', async () => {
    const world = initWorld({ ...frontend, ...python('sqlalchemy\nasyncpg', url) })
    await init(flags(), world)
    const before = new Map(world.disk)
    await init(flags(), initWorld({}, { disk: world.disk }))
    expect(world.disk).toEqual(before)
  })
})
