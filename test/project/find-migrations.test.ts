import { describe, expect, it } from 'vitest'
import { component, detect, express, json } from './detect-texts.ts'

describe('migrations', () => {
  it.each<[string, Record<string, string>, string[], object]>([
    [
      'of Flask',
      { 'requirements.txt': 'flask\nflask-migrate\n' },
      ['migrations/alembic.ini', 'app.py'],
      { command: ['flask', 'db', 'upgrade'] },
    ],
    [
      'with settings elsewhere',
      { 'package.json': express },
      ['src/db/knexfile.js'],
      { command: ['knex', '--knexfile', 'src/db/knexfile.js', 'migrate:latest'] },
    ],
    [
      'that drizzle-kit never wrote',
      { 'package.json': express, 'drizzle.config.ts': '' },
      [],
      { tool: 'drizzle-kit', command: undefined },
    ],
    [
      'that drizzle-kit wrote',
      { 'package.json': express, 'drizzle.config.ts': '' },
      ['drizzle/meta/_journal.json'],
      { command: ['drizzle-kit', 'migrate'] },
    ],
    [
      'that drizzle-kit wrote where its settings say, which lie elsewhere',
      { 'package.json': express, 'src/db/drizzle.config.ts': "out: './src/db/sql'," },
      ['src/db/sql/0000_a.sql'],
      { command: ['drizzle-kit', 'migrate', '--config', 'src/db/drizzle.config.ts'] },
    ],
    [
      'whose settings only work in their own folder',
      { 'package.json': express, 'drizzle/drizzle.config.ts': "out: './out'," },
      ['drizzle/out/0000_a.sql', 'drizzle/0001_b.sql'],
      { tool: 'drizzle-kit', command: undefined },
    ],
    [
      'whose settings name a host that nobody can change',
      { 'package.json': express, 'drizzle.config.ts': "dbCredentials: {\n  host: 'localhost',\n}" },
      ['drizzle/0000_a.sql'],
      { tool: 'drizzle-kit', command: undefined },
    ],
    [
      'of goose',
      {
        'go.mod': 'module x',
        Dockerfile: 'FROM go\nRUN go install github.com/pressly/goose/v3/cmd/goose@latest',
      },
      ['db/migrations/1_a.sql'],
      { tool: 'goose' },
    ],
    [
      'of golang-migrate, by the names',
      { 'go.mod': 'module x' },
      ['migrations/1_a.up.sql'],
      { tool: 'golang-migrate' },
    ],
    [
      'of golang-migrate beside a library that is called sqlx',
      { 'go.mod': 'require github.com/jmoiron/sqlx v1.3.5\n' },
      ['schema/1_a.up.sql'],
      { tool: 'golang-migrate' },
    ],
    [
      'of sqlx',
      { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8" }\n' },
      ['migrations/1_a.sql'],
      { tool: 'sqlx' },
    ],
    [
      'of Alembic, with its settings in pyproject.toml',
      { 'pyproject.toml': '[project]\ndependencies = [\n  "alembic",\n]\n[tool.alembic]\n' },
      ['migrations/env.py'],
      { command: ['alembic', 'upgrade', 'head'] },
    ],
    [
      'of Litestar’s plugin',
      {
        'pyproject.toml': '[project]\ndependencies = [\n  "advanced-alchemy",\n  "litestar[standard]",\n]\n',
      },
      ['migrations/env.py'],
      { command: ['litestar', 'database', 'upgrade', '--no-prompt'] },
    ],
    [
      'of Aerich',
      { 'requirements.txt': 'tortoise-orm\naerich\n' },
      ['migrations/models/0_2024_init.py'],
      { command: ['aerich', 'upgrade'] },
    ],
    [
      'that Exposed makes from its tables',
      { 'build.gradle.kts': 'id("io.ktor.plugin")', 'src/Db.kt': 'SchemaUtils.create(Users)' },
      [],
      { isAtStart: true },
    ],
    [
      'that the server applies',
      { 'go.mod': 'module x', 'a.go': 'goose.Up(db, ".")' },
      ['migrations/1_a.sql'],
      { tool: 'goose, when the server starts', isAtStart: true },
    ],
    [
      'of Entity Framework',
      { 'a.csproj': 'Sdk="Microsoft.NET.Sdk.Web"' },
      ['Migrations/2025_Init.cs'],
      { tool: 'Entity Framework' },
    ],
    [
      'that are none: the models make the tables',
      { 'requirements.txt': 'sqlalchemy', 'a.py': 'Base.metadata.create_all(bind=engine)' },
      [],
      { tool: 'create_all, when the server starts', isAtStart: true },
    ],
    [
      'of Strapi',
      { 'package.json': json({ dependencies: { '@strapi/strapi': '5' } }) },
      [],
      { tool: 'Strapi, when the server starts', isAtStart: true },
    ],
    [
      'of Advanced Alchemy',
      { 'requirements.txt': 'litestar\n', 'alembic.ini': '# Advanced Alchemy Alembic Config\n[alembic]\n' },
      [],
      { command: ['litestar', 'database', 'upgrade', '--no-prompt'] },
    ],
    [
      'of Flyway in Micronaut',
      { 'pom.xml': '<artifactId>micronaut-flyway</artifactId>\n' },
      ['src/main/resources/migration/V1__a.sql'],
      { tool: 'Flyway, when the server starts', isAtStart: true },
    ],
    [
      'of Flyway in Quarkus',
      {
        'pom.xml': '<artifactId>quarkus-flyway</artifactId>\n',
        'src/main/resources/application.properties': 'quarkus.flyway.migrate-at-start=true\n',
      },
      ['src/main/resources/db/migration/V1__a.sql'],
      { tool: 'Flyway, when the server starts', isAtStart: true },
    ],
    [
      'of Flyway in Quarkus, where nobody asks for it',
      { 'pom.xml': '<artifactId>quarkus-flyway</artifactId>\n' },
      ['src/main/resources/db/migration/V1__a.sql'],
      { tool: 'SQL files' },
    ],
    [
      'with a file of the environment, which no image holds',
      { 'package.json': json({ scripts: { migrate: 'node --env-file=.env scripts/up.js' } }) },
      [],
      { command: ['node', 'scripts/up.js'] },
    ],
    [
      'by a program that reads such a file first',
      {
        'package.json': json({ scripts: { 'db:migrate': 'dotenv -e ../../.env -- prisma migrate deploy' } }),
      },
      [],
      { command: ['prisma', 'migrate', 'deploy'] },
    ],
    [
      'for production first',
      {
        'package.json': json({
          scripts: { 'db:migrate': 'prisma migrate dev', 'migrate:deploy': 'npx prisma migrate deploy' },
        }),
      },
      [],
      { command: ['prisma', 'migrate', 'deploy'] },
    ],
  ])('%s', (_, texts, paths, expected) => {
    expect(component(texts, paths).migrations?.value).toEqual(expect.objectContaining(expected))
  })

  it('are a shared package’s, which drizzle-kit reads where it runs', () => {
    const { components } = detect(
      {
        'package.json': json({ workspaces: ['*/*'] }),
        'apps/api/package.json': json({
          dependencies: { express: '5', '@x/db': '*' },
          scripts: { 'db:migrate': 'drizzle-kit migrate' },
        }),
        'packages/db/package.json': json({ name: '@x/db', dependencies: { 'drizzle-orm': '1', pg: '8' } }),
        'packages/db/drizzle.config.ts': "export default { out: './sql', dialect: 'postgresql' }",
      },
      ['packages/db/sql/0000_a.sql'],
    )
    expect(components.find(({ dir }) => dir === 'apps/api')?.migrations?.value).toEqual({
      tool: 'drizzle-kit',
      command: [
        'sh',
        '-c',
        'cd ../../packages/db && export PATH="$PWD/node_modules/.bin:$PATH" && exec drizzle-kit migrate',
      ],
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['schema', {}, ['--schema', '../../packages/db/prisma/schema.prisma']],
    [
      'settings',
      { 'packages/db/prisma.config.ts': 'export default {}' },
      ['--config', '../../packages/db/prisma.config.ts'],
    ],
  ])('are a shared package’s, by its %s', (_, texts, words) => {
    const { components } = detect(
      {
        'pnpm-workspace.yaml': 'packages:\n  - "*/*"\n',
        'apps/api/package.json': json({ dependencies: { express: '5', '@x/db': 'workspace:*' } }),
        'packages/db/package.json': json({ name: '@x/db', dependencies: { '@prisma/client': '6' } }),
        'packages/db/prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}',
        ...texts,
      },
      ['packages/db/prisma/migrations/1/migration.sql'],
    )
    expect(components.find(({ dir }) => dir === 'apps/api')?.migrations?.value.command).toEqual([
      'prisma',
      'migrate',
      'deploy',
      ...words,
    ])
  })

  it.each<[string, string, Record<string, string>]>([
    ['the command itself', 'CMD npx prisma migrate deploy && node dist/a.js', {}],
    ['a script that the command runs', 'CMD bun run db:migrate && bun run start', {}],
    ['the start script', 'CMD ["npm", "start"]', { start: 'prisma migrate deploy && node dist/a.js' }],
  ])('are applied as the image starts, by %s', (_, command, scripts) => {
    const texts = {
      'package.json': json({ dependencies: { express: '5' }, scripts }),
      Dockerfile: `FROM node:22\nCOPY . .\n${command}\n`,
      'prisma/migrations/1/a.sql': '',
    }
    expect(component(texts).migrations).toMatchObject({
      value: { tool: 'Prisma Migrate', isAtStart: true },
      confidence: 'certain',
    })
  })

  it.each([
    ['a.js', 'CREATE TABLE IF NOT EXISTS, when the server starts'],
    ['scripts/a.js', undefined],
  ])('that are SQL in a text of several lines, in %s', (path, tool) => {
    const texts = {
      'package.json': express,
      [path]: 'pool.query(`\n  CREATE TABLE IF NOT EXISTS a (id int)\n`)',
    }
    expect(component(texts).migrations?.value.tool).toBe(tool)
  })

  it.each<[string, Record<string, string>, object]>([
    [
      'with a tool that no file names',
      { 'docker/entrypoint.sh': 'alembic upgrade head\nexec "$@"\n' },
      { tool: 'the script that starts the image', isAtStart: true },
    ],
    [
      'although its own command is known',
      {
        'docker/entrypoint.sh': 'echo migrate up\nmigrate -path sql -database "$DATABASE_URL" up\n',
        'prisma/migrations/1/a.sql': '',
      },
      { tool: 'Prisma Migrate', isAtStart: true },
    ],
  ])('are applied by the script that the image starts with: %s', (_, texts, expected) => {
    const Dockerfile = 'FROM alpine\nCOPY docker/entrypoint.sh /app/\nENTRYPOINT ["/app/entrypoint.sh"]\n'
    expect(component({ 'package.json': express, Dockerfile, ...texts }).migrations?.value).toMatchObject(
      expected,
    )
  })

  it('are applied by the command that the image starts with, before its server', () => {
    const Dockerfile = 'FROM php:8.4\nCMD ["sh", "-c", "php artisan migrate --force && php artisan serve"]\n'
    const found = component({
      'composer.json': '{"require":{"laravel/framework":"12"}}',
      'database/migrations/a.php': '',
      Dockerfile,
    })
    expect(found.migrations?.value).toMatchObject({ tool: 'Laravel', isAtStart: true })
  })
})
