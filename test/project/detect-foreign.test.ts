import { describe, expect, it } from 'vitest'
import { detectProject } from '../../src/project/detect-project.ts'

const detect = (texts: Record<string, string>) =>
  detectProject({ paths: Object.keys(texts), texts: new Map(Object.entries(texts)) })

const component = (texts: Record<string, string>, dir = 'api') =>
  detect(texts).components.find((it) => it.dir === dir)!

const json = (value: object) => JSON.stringify(value, null, 2)
const express = json({ dependencies: { express: '5' } })
const pom = (...artifacts: string[]) => artifacts.map((it) => `<artifactId>${it}</artifactId>\n`).join('')

describe('frameworks', () => {
  it.each<[string, Record<string, string>, string]>([
    ['Vue CLI', { 'package.json': json({ devDependencies: { '@vue/cli-service': '4' } }) }, 'Vue CLI'],
    ['axum', { 'Cargo.toml': '[dependencies]\naxum = { version = "0.8" }\n' }, 'axum'],
    ['Phoenix', { 'mix.exs': 'defp deps do\n [\n  {:phoenix, "~> 1.7"},\n ]\nend\n' }, 'Phoenix'],
    [
      'SolidStart',
      { 'package.json': json({ dependencies: { '@solidjs/start': '1', vite: '5' } }) },
      'SolidStart',
    ],
    ['Strapi', { 'package.json': json({ dependencies: { '@strapi/strapi': '5', koa: '2' } }) }, 'Strapi'],
    ['Symfony', { 'composer.json': '"symfony/framework-bundle": "7"' }, 'Symfony'],
    ['chi', { 'go.mod': 'require github.com/go-chi/chi/v5 v5.1.0\n' }, 'chi'],
    ['Spring Boot 4', { 'pom.xml': pom('spring-boot-starter-webmvc') }, 'Spring Boot'],
  ])('%s', (_, files, name) => {
    const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [`api/${path}`, text]))
    expect(component(texts).framework?.value.name).toBe(name)
  })

  it('says that no image can be written for a language without a recipe', () => {
    expect(component({ 'api/Cargo.toml': 'axum = "0.8"\n' }).stack).toMatchObject({
      source: 'api/Cargo.toml',
      advice: expect.stringContaining('Dockerfile'),
    })
  })
})

describe('the kind of database', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    [
      'Prisma’s provider',
      {
        'api/package.json': json({ dependencies: { '@prisma/client': '6' } }),
        'api/prisma/schema.prisma': 'datasource db {\n  provider = "mongodb"\n}',
      },
      'mongodb',
    ],
    [
      'a driver for PostgreSQL before a fallback in settings',
      {
        'api/requirements.txt': 'django\npsycopg2-binary\n',
        'api/x/settings.py': "'ENGINE': 'django.db.backends.sqlite3',",
      },
      'postgresql',
    ],
    [
      'Django’s engine',
      { 'api/requirements.txt': 'django\n', 'api/x/settings.py': "'ENGINE': 'django.db.backends.sqlite3'," },
      'sqlite',
    ],
    ['a MySQL driver of Maven', { 'api/pom.xml': pom('mysql-connector-j') }, 'mysql'],
    [
      'a JDBC URL',
      {
        'api/pom.xml': pom('spring-boot-starter-web'),
        'api/src/main/resources/application.yml': 'spring:\n  datasource:\n    url: jdbc:mysql://db/x\n',
      },
      'mysql',
    ],
    [
      'Laravel’s example',
      {
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/.env.example': 'DB_CONNECTION=mysql',
      },
      'mysql',
    ],
    [
      'Laravel’s, told by compose',
      {
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/Dockerfile': 'FROM php:8.4\nRUN docker-php-ext-install pdo_pgsql pdo_mysql\n',
        'compose.yaml': 'services:\n  api:\n    build: ./api\n    environment:\n      DB_CONNECTION: mysql\n',
      },
      'mysql',
    ],
    [
      'Laravel’s settings, which know better than its image',
      {
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/config/database.php': "'default' => env('DB_CONNECTION', 'mysql'),",
        'api/Dockerfile': 'FROM php:8.4\nRUN docker-php-ext-install pdo_pgsql pdo_mysql\n',
      },
      'mysql',
    ],
    [
      'the driver in PHP’s image',
      {
        'api/config/database.php': "'default' => env('DB_CONNECTION', 'sqlite'),",
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/Dockerfile': 'FROM php:8.4\nRUN docker-php-ext-install pdo_pgsql\n',
      },
      'postgresql',
    ],
    [
      'what another Go module needs is none',
      { 'api/go.mod': 'require (\n\tgo.mongodb.org/mongo-driver/v2 v2.5.0 // indirect\n)\n' },
      undefined,
    ],
    [
      'what Go source imports, tidy or not',
      {
        'api/go.mod': 'require modernc.org/sqlite v1.5.0 // indirect\n',
        'api/db.go': 'import (\n\t_ "modernc.org/sqlite"\n)',
      },
      'sqlite',
    ],
    [
      'a feature of a crate',
      { 'api/Cargo.toml': 'sea-orm = { version = "1", features = [\n  "sqlx-postgres",\n] }\n' },
      'postgresql',
    ],
    [
      'Tortoise’s engine',
      {
        'api/pyproject.toml': 'dependencies = ["tortoise-orm[asyncpg]"]',
        'api/c.py': '"engine": "tortoise.backends.asyncpg",',
      },
      'postgresql',
    ],
    ['Quarkus’s driver', { 'api/pom.xml': pom('quarkus-jdbc-postgresql') }, 'postgresql'],
    [
      'a driver of Gradle whose version is a variable',
      { 'api/build.gradle.kts': 'implementation("org.postgresql:postgresql:$postgres_version")\n' },
      'postgresql',
    ],
    ['H2 beside PostgreSQL', { 'api/pom.xml': pom('h2', 'postgresql') }, 'postgresql'],
  ])('%s', (_, texts, kind) => {
    expect(component(texts).database?.value.kind).toBe(kind)
  })

  it.each<[string, Record<string, string>, string]>([
    [
      'SQLite',
      { 'api/package.json': json({ dependencies: { express: '5', 'better-sqlite3': '11' } }) },
      'other-database',
    ],
    ['nothing', { 'api/package.json': express }, 'no-database'],
    [
      'a fixed address',
      { 'api/package.json': express, 'api/knexfile.js': "connection: 'postgres://u:p@db/x'" },
      'fixed-database',
    ],
    [
      'no CMD',
      { 'api/package.json': express, 'api/Dockerfile': 'FROM node:22\nUSER 1000\nCOPY . .\n' },
      'no-command',
    ],
  ])('is said, with what to do: %s', (_, texts, id) => {
    const note = detect(texts)
      .notes.get('api')
      ?.find((it) => it.id === id)
    expect(note).toMatchObject({ severity: 'warn', advice: expect.stringMatching(/\w/) })
  })
})

describe('the variables of the database', () => {
  const at = (yaml: string) =>
    component({
      'api/pom.xml': pom('spring-boot-starter-web', 'postgresql'),
      'api/src/main/resources/application.yml': yaml,
    })
  const names = (it: ReturnType<typeof component>) =>
    it.databaseParts.map(({ variable, part }) => `${variable}=${part}`)

  it('are those of Spring’s settings, each', () => {
    const found = at(
      'spring:\n  datasource:\n    url: ${DB_URL:jdbc:postgresql://l/x}\n    username: ${DB_USER:x}\n    password: ${DB_PASS:y}\n  mail:\n    password: ${MAIL:x}\n',
    )
    expect(names(found)).toEqual(['DB_URL=jdbc-url', 'DB_USER=user', 'DB_PASS=password'])
    expect(found.databaseVariable).toBeUndefined()
  })

  it('are Spring’s own where its settings take none', () => {
    expect(names(at('spring:\n  datasource:\n    url: jdbc:postgresql://l/x\n'))[0]).toBe(
      'SPRING_DATASOURCE_URL=jdbc-url',
    )
  })

  it.each<[string, Record<string, string>, string[]]>([
    [
      'Quarkus',
      {
        'api/pom.xml': pom('quarkus-rest', 'quarkus-jdbc-postgresql'),
        'api/src/main/resources/application.properties':
          '%dev.quarkus.datasource.username=x\nquarkus.datasource.jdbc.url=${DB_URL}\nquarkus.datasource.username=${DB_USER:app}\nquarkus.mailer.password=${MAIL}\n',
      },
      ['DB_URL=jdbc-url', 'DB_USER=user', 'QUARKUS_DATASOURCE_PASSWORD=password'],
    ],
    [
      'Ktor',
      {
        'api/build.gradle.kts': 'id("io.ktor.plugin")\nimplementation("org.postgresql:postgresql:42")\n',
        'api/src/main/resources/application.conf':
          'storage {\n  jdbcURL = "jdbc:postgresql://localhost/x"\n  jdbcURL = ${?JDBC_URL}\n  user = ${DB_USER}\n  password = ${DB_PASSWORD}\n}\n',
      },
      ['JDBC_URL=jdbc-url', 'DB_USER=user', 'DB_PASSWORD=password'],
    ],
    [
      'Ktor’s YAML',
      {
        'api/build.gradle.kts': 'id("io.ktor.plugin")\nimplementation("org.postgresql:postgresql:42")\n',
        'api/src/main/resources/application.yaml':
          'database:\n  url: "$DB_URL"\n  user: "$DB_USER:app"\n  password: "$DB_PASSWORD"\n',
      },
      ['DB_URL=jdbc-url', 'DB_USER=user', 'DB_PASSWORD=password'],
    ],
  ])('are those of the settings of %s', (_, texts, expected) => {
    const found = component(texts)
    expect(names(found)).toEqual(expected)
    expect(found.databaseVariable).toBeUndefined()
  })

  it.each([
    ['QUARKUS_DATASOURCE', 'JDBC_URL', pom('quarkus-rest', 'quarkus-jdbc-postgresql')],
    ['DATASOURCES_DEFAULT', 'URL', pom('micronaut-http-server-netty', 'postgresql')],
  ])('are the framework’s own: %s_%s', (prefix, url, xml) => {
    expect(names(component({ 'api/pom.xml': xml }))).toEqual([
      `${prefix}_${url}=jdbc-url`,
      `${prefix}_USERNAME=user`,
      `${prefix}_PASSWORD=password`,
    ])
  })

  it('are parts, where the source puts a URL together', () => {
    const url =
      'const connectionString = `postgresql://${process.env.POSTGRES_USER}:${process.env.POSTGRES_PASSWORD}@${process.env.POSTGRES_HOST}/x`'
    const found = component({ 'api/package.json': json({ dependencies: { pg: '8' } }), 'api/db.js': url })
    expect(found.databaseVariable).toBeUndefined()
    expect(names(found)).toEqual([
      'POSTGRES_HOST=host',
      'POSTGRES_PASSWORD=password',
      'POSTGRES_USER=user',
      'PGSSLMODE=pg-sslmode',
    ])
  })

  it.each<[string, string, string[], string | undefined]>([
    [
      'in pieces where each can be told',
      'host: <%= ENV["DB_HOST"] %>\n  password: <%= ENV["DB_PASSWORD"] %>\n  database: <%= ENV["DB_NAME"] %>',
      ['DB_HOST=host', 'DB_NAME=database', 'DB_PASSWORD=password'],
      undefined,
    ],
    [
      'as a URL where one is written down',
      'host: <%= ENV["DB_HOST"] %>\n  password: <%= ENV["DB_PASSWORD"] %>\n  database: shop_production',
      [],
      'DATABASE_URL',
    ],
  ])('are Rails’s, %s', (_, production, parts, variable) => {
    const found = component({
      'api/Gemfile': 'gem "rails"\ngem "pg"\n',
      'api/config/database.yml': `default: &default\n  adapter: postgresql\n\ndevelopment:\n  database: shop\n\nproduction:\n  <<: *default\n  ${production}\n`,
    })
    expect(names(found)).toEqual(parts)
    expect(found.databaseVariable?.value).toBe(variable)
  })

  it('are parts of settings inside settings', () => {
    const found = component({
      'api/Cargo.toml': '[dependencies]\naxum = "0.8"\nconfig = "0.15"\nsqlx = { features = ["postgres"] }\n',
      'api/configuration/base.yaml': 'database:\n  host: localhost\n  database_name: x\n',
      'api/src/a.rs':
        '#[derive(Deserialize)]\nstruct Settings {\n  database: Database,\n}\n#[derive(Deserialize)]\nstruct Database {\n  host: String,\n  password: String,\n  database_name: String,\n}\nEnvironment::with_prefix("APP").prefix_separator("_").separator("__")',
    })
    expect(names(found)).toEqual([
      'APP_DATABASE__DATABASE_NAME=database',
      'APP_DATABASE__HOST=host',
      'APP_DATABASE__PASSWORD=password',
    ])
  })

  it('are without a mode of TLS where the source has its own, or its driver asks for TLS by itself', () => {
    const parts = '[process.env.DB_HOST, process.env.DB_PASSWORD]'
    const own = component({
      'api/package.json': json({ dependencies: { pg: '8' } }),
      'api/db.js': `${parts}; process.env.DB_SSLMODE`,
    })
    expect(names(own)).toEqual(['DB_HOST=host', 'DB_PASSWORD=password', 'DB_SSLMODE=sslmode'])
    const python = component({
      'api/requirements.txt': 'psycopg',
      'api/db.py': "connect(host=os.environ['DB_HOST'], password=os.environ['DB_PASSWORD'])",
    })
    expect(names(python)).toEqual(['DB_HOST=host', 'DB_PASSWORD=password'])
  })

  it('are parts by rarer names', () => {
    const found = component({
      'api/requirements.txt': 'flask\npsycopg2\n',
      'api/a.py':
        "db(os.environ['POSTGRE_USER'], os.environ['POSTGRE_PW'], os.environ.get('POSTGRE_HOST', 'localhost'))",
    })
    expect(names(found)).toEqual(['POSTGRE_HOST=host', 'POSTGRE_PW=password', 'POSTGRE_USER=user'])
    expect(found.variables.map(({ isRequired }) => isRequired)).toEqual([false, true, true])
  })

  it('are none of PostgreSQL’s for another database', () => {
    const texts = {
      'api/package.json': json({ dependencies: { mysql2: '3' } }),
      'api/db.js': 'connect(process.env.DB_HOST, process.env.DB_PASSWORD)',
    }
    expect(component(texts).databaseParts).toEqual([])
  })

  it('belong to a profile that has to be asked for', () => {
    const { notes } = detect({
      'api/pom.xml': pom('spring-boot-starter-web', 'postgresql', 'h2'),
      'api/src/main/resources/application.yml':
        'spring:\n  datasource:\n    url: jdbc:h2:mem:x\n---\nspring:\n  config:\n    activate:\n      on-profile: prod\n  datasource:\n    url: jdbc:postgresql://l/x\n',
    })
    expect(notes.get('api')).toContainEqual(
      expect.objectContaining({ id: 'spring-profile', advice: expect.stringContaining('=prod') }),
    )
  })
})

describe('an address that only a profile takes from outside', () => {
  const noted = (base: string, profile: string, more: Record<string, string> = {}) => {
    const { notes } = detect({
      'api/pom.xml': pom('spring-boot-starter-web', 'postgresql'),
      'api/src/main/resources/application.properties': base,
      'api/src/main/resources/application-prod.properties': profile,
      ...more,
    })
    return notes.get('api')!.some(({ id }) => id === 'spring-profile')
  }
  const fixed = 'spring.datasource.url=jdbc:postgresql://localhost:5332/shop\n'
  const given = 'spring.datasource.url=${DATABASE_URL:jdbc:postgresql://localhost:5432/shop}\n'

  it.each<[string, string, string, Record<string, string>, boolean]>([
    ['is told', fixed, given, {}, true],
    ['is what the settings take too', given, given, {}, false],
    ['belongs to a profile that they choose', `${fixed}spring.profiles.active=prod\n`, given, {}, false],
    [
      'belongs to a profile that the image chooses',
      fixed,
      given,
      { 'api/Dockerfile': 'FROM eclipse-temurin:21\nENV SPRING_PROFILES_ACTIVE=prod\n' },
      false,
    ],
    ['is fixed in the profile as well', fixed, fixed, {}, false],
  ])('%s', (_, base, profile, more, isNoted) => {
    expect(noted(base, profile, more)).toBe(isNoted)
  })
})

describe('environment', () => {
  const read = (path: string, text: string) =>
    component({ 'api/package.json': express, [`api/${path}`]: text }).variables.map(
      ({ name, fallback, isRequired, isOptional }) => [name, fallback, isRequired, isOptional],
    )

  it.each<[string, string, string, [string, string | undefined, boolean, boolean][]]>([
    ['a function of its own', 'a.go', 'Port: getEnv("PORT", "8080"),', [['PORT', '8080', false, true]]],
    ['an empty fallback', 'a.py', 'K = os.environ.get("API_KEY", "")', [['API_KEY', undefined, false, true]]],
    [
      'a call on several lines',
      'a.py',
      'K = os.environ.get(\n    "API_KEY",\n    "x",\n)',
      [['API_KEY', 'x', false, true]],
    ],
    [
      'a settings class',
      'a.py',
      'class Settings(BaseSettings):\n    database_url: str\n    redis_url: str = "redis://r"\n    key: str | None = None\n',
      [
        ['DATABASE_URL', undefined, true, false],
        ['KEY', undefined, false, true],
        ['REDIS_URL', 'redis://r', false, true],
      ],
    ],
    [
      'Spring',
      'src/main/resources/application.yml',
      'a: ${JWT_SECRET}\nb: ${DB_USER:app}\n',
      [
        ['DB_USER', 'app', false, true],
        ['JWT_SECRET', undefined, true, false],
      ],
    ],
    [
      'Ktor',
      'src/main/resources/application.conf',
      'secret = ${JWT_SECRET}\nport = ${?PORT}\n',
      [
        ['JWT_SECRET', undefined, true, false],
        ['PORT', undefined, false, true],
      ],
    ],
    [
      'Ktor’s YAML',
      'src/main/resources/application.yaml',
      'port: "$PORT:8080"\nsecret: $JWT_SECRET\n',
      [
        ['JWT_SECRET', undefined, true, false],
        ['PORT', '8080', false, true],
      ],
    ],
    ['Nest', 'a.ts', "config.get<string>('JWT_SECRET')", [['JWT_SECRET', undefined, true, false]]],
    [
      'Nest, demanded',
      'a.ts',
      "configService.getOrThrow('JWT_SECRET')",
      [['JWT_SECRET', undefined, true, false]],
    ],
    [
      'a schema',
      'env.ts',
      '  JWT_SECRET: z.string().min(1),\n  LOG: z.string().optional(),',
      [
        ['JWT_SECRET', undefined, true, false],
        ['LOG', undefined, false, true],
      ],
    ],
    [
      'Rust',
      'src/main.rs',
      'let u = std::env::var("DATABASE_URL").expect("x");',
      [['DATABASE_URL', undefined, true, false]],
    ],
    [
      'django-environ',
      'a.py',
      'env.db("DATABASE_URL", default="postgres://x")',
      [['DATABASE_URL', 'postgres://x', false, true]],
    ],
    [
      'taken apart',
      'a.js',
      "const { API_KEY, MODE = 'x' } = process.env",
      [['API_KEY', undefined, true, false]],
    ],
    ['Go tags', 'a.go', 'Port int `env:"APP_PORT" envDefault:"9000"`', [['APP_PORT', '9000', false, true]]],
    ['a template of JavaScript is none', 'a.ts', 'const a = `${BASE}/x`', []],
  ])('%s', (_, path, text, expected) => {
    expect(read(path, text)).toEqual(expected)
  })
})

describe('the port', () => {
  it.each<[string, Record<string, string>, number]>([
    [
      'of the command that compose runs',
      {
        'docker-compose.yml':
          'services:\n  back:\n    build: ./api\n    command: bundle exec rails server -p 8081 -b 0.0.0.0\n',
        'api/Gemfile': 'gem "rails"\n',
        'api/config/puma.rb': 'port ENV.fetch("PORT") { 3000 }',
      },
      8081,
    ],
    [
      'that compose publishes',
      {
        'compose.yaml':
          'services:\n  back:\n    build:\n      context: ./api\n    ports:\n      - "80:4567"\n',
        'api/package.json': express,
      },
      4567,
    ],
    [
      'of a constant',
      { 'api/package.json': express, 'api/i.js': 'const port = 8085;\napp.listen(port)' },
      8085,
    ],
    ['of gin', { 'api/go.mod': 'module x\n', 'api/m.go': 'r.Run(":9091")' }, 9091],
    [
      'of a Rust listener',
      { 'api/Cargo.toml': 'axum = "1"', 'api/src/m.rs': 'TcpListener::bind("0.0.0.0:3456")' },
      3456,
    ],
    [
      'of Spring, not of its mail server',
      {
        'api/pom.xml': pom('spring-boot-starter-web'),
        'api/src/main/resources/application.yml':
          'spring:\n  mail:\n    port: 1025\nserver:\n  port: ${PORT:8089}\n',
      },
      8089,
    ],
    [
      'that the source demands, and the project’s example tells',
      {
        '.env.example': 'API_PORT=3007\n',
        'api/package.json': express,
        'api/m.ts': 'app.listen(config.getOrThrow<string>("API_PORT"))',
      },
      3007,
    ],
  ])('%s', (_, texts, port) => {
    expect(component(texts).port?.value).toBe(port)
  })
})

describe('health', () => {
  it('is not told by a file’s name where routes are written out', () => {
    const texts = {
      'api/package.json': express,
      'api/src/routes/health.ts': 'router.get("/", ok)',
    }
    expect(component(texts).health).toEqual({})
  })

  const boot = ['spring-boot-starter-web', 'spring-boot-starter-actuator']
  it.each<[string, Record<string, string>, string | undefined]>([
    ['Actuator', { 'api/pom.xml': pom(...boot) }, '/actuator/health'],
    ['Quarkus', { 'api/pom.xml': pom('quarkus-rest', 'quarkus-smallrye-health') }, '/q/health/ready'],
    ['Micronaut', { 'api/pom.xml': pom('micronaut-http-server-netty', 'micronaut-management') }, '/health'],
    [
      'Laravel',
      {
        'api/composer.json': '{"require":{"laravel/framework":"12"}}',
        'api/bootstrap/app.php':
          "->withRouting(\n    api: __DIR__.'/../routes/api.php',\n    health: '/up',\n)",
      },
      '/up',
    ],
    [
      'Quarkus, moved',
      {
        'api/pom.xml': pom('quarkus-rest', 'quarkus-smallrye-health'),
        'api/src/main/resources/application.properties': 'quarkus.http.non-application-root-path=/x\n',
      },
      undefined,
    ],
    [
      'Phoenix, below its scopes',
      {
        'api/mix.exs': '{:phoenix, "~> 1.8"},',
        'api/lib/router.ex':
          'scope "/", Web do\n  get "/", A, :b\nend\nscope "/api", Web do\n  get "/health", A, :c\nend',
      },
      '/api/health',
    ],
    [
      'axum, nested',
      {
        'api/Cargo.toml': 'axum = "0.8"',
        'api/src/main.rs':
          'Router::new()\n    .nest("/v1", Router::new()\n        .route("/healthz", get(ok)))',
      },
      '/v1/healthz',
    ],
    [
      'a router of chi that is hung in below a path',
      {
        'api/go.mod': 'module x',
        'api/a.go': 'v1 := chi.NewRouter()\nv1.Get("/healthz", ok)\nr.Mount("/v1", v1)',
      },
      '/v1/healthz',
    ],
    [
      'a router of gorilla below a path',
      {
        'api/go.mod': 'module x',
        'api/a.go': 'api := r.PathPrefix("/api").Subrouter()\napi.HandleFunc("/health", ok)',
      },
      '/api/health',
    ],
    [
      'gin, in a group of a group',
      {
        'api/go.mod': 'require github.com/gin-gonic/gin v1',
        'api/a.go': 'api := r.Group("/api")\nv1 := api.Group("/v1")\nv1.GET("/health", ok)',
      },
      '/api/v1/health',
    ],
    [
      'gin, in a group that somebody hands over',
      {
        'api/go.mod': 'require github.com/gin-gonic/gin v1',
        'api/a.go': 'func Add(rg *gin.RouterGroup) {\n\trg.GET("/health", ok)\n}',
      },
      undefined,
    ],
    [
      'Laravel’s API',
      { 'api/composer.json': '{}', 'api/routes/api.php': "Route::get('/health', fn () => 'ok');" },
      '/api/health',
    ],
    ['Actuator behind a login', { 'api/pom.xml': pom(...boot, 'spring-boot-starter-security') }, undefined],
    [
      'a router below a prefix',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py': 'app = FastAPI()\napp.include_router(health.router, prefix="/api/v1")',
        'api/routes/health.py': 'router = APIRouter()\n@router.get("/health")',
      },
      '/api/v1/health',
    ],
    [
      'a router that nobody says where it hangs',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py': 'app = FastAPI()\nfor r in all_routers: app.include_router(r, prefix=P)',
        'api/routes/health.py': 'router = APIRouter()\n@router.get("/health")',
      },
      undefined,
    ],
    [
      'a router that has a prefix of its own',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py': 'app = FastAPI()\napp.include_router(health.router)',
        'api/health.py': 'router = APIRouter(prefix="/health")\n@router.get("/")\ndef a(): ...\n',
      },
      '/health',
    ],
    [
      'a router that is hung in over several lines',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py':
          'app = FastAPI()\n@app.get("/")\ndef a(): ...\napp.include_router(\n    health.router,\n    prefix="/health",\n)',
        'api/health.py': 'router = APIRouter()\n@router.get("/")\ndef a(): ...\n',
      },
      '/health',
    ],
    [
      'a router that is hung in and answers below its prefix only',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py':
          'app = FastAPI()\n@app.get("/")\ndef a(): ...\napp.include_router(\n    health.router,\n    prefix="/health",\n)',
        'api/health.py': 'router = APIRouter()\n@router.get("/database")\ndef a(): ...\n',
      },
      undefined,
    ],
    [
      'a prefix of a router’s own, over several lines',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py': 'app = FastAPI()\napp.include_router(health.router)',
        'api/health.py':
          'router = APIRouter(\n    tags=["a"],\n    dependencies=[Depends(b)],\n    prefix="/health",\n)\n@router.get("/")\ndef a(): ...\n',
      },
      '/health',
    ],
    [
      'a prefix that nothing answers by itself',
      {
        'api/requirements.txt': 'fastapi',
        'api/main.py': 'app = FastAPI()\napp.include_router(health.router)',
        'api/health.py':
          'router = APIRouter(\n    prefix="/health",\n)\n@router.get("/live")\ndef a(): ...\n',
      },
      '/health/live',
    ],
    [
      'a router of Litestar',
      {
        'api/requirements.txt': 'litestar',
        'api/main.py': 'app = Litestar(\n    route_handlers=[users, health_router],\n)',
        'api/health.py':
          'from litestar import Router, get\n@get("/live")\ndef a(): ...\nhealth_router = Router(path="/health", route_handlers=[a])\n',
      },
      '/health/live',
    ],
    [
      'a controller of Litestar that hangs in another router',
      {
        'api/requirements.txt': 'litestar',
        'api/main.py':
          'app = Litestar(route_handlers=[api])\napi = Router(path="/api", route_handlers=[Health])',
        'api/health.py':
          'from litestar import Controller, get\nclass Health(Controller):\n    path = "/health"\n    @get("/live")\n    def a(self): ...\n',
      },
      undefined,
    ],
    [
      'Nest at the root of its prefix',
      {
        'api/package.json': express,
        'api/main.ts': "app.setGlobalPrefix('api')",
        'api/a.ts': "@Controller()\nexport class A {\n  @Get('health')\n  health() {}\n}",
      },
      '/api/health',
    ],
    [
      'Nest in a controller with a path',
      {
        'api/package.json': express,
        'api/a.ts': "@Controller('users')\nexport class A {\n  @Get('health')\n  health() {}\n}",
      },
      undefined,
    ],
    [
      'what the pages of a frontend name',
      { 'api/package.json': json({ dependencies: { vite: '7' } }), 'api/src/urls.ts': "Health = '/health'," },
      undefined,
    ],
    [
      'Nest below its prefix',
      {
        'api/package.json': express,
        'api/main.ts': "app.setGlobalPrefix('api')",
        'api/h.ts': "@Controller('health')",
      },
      '/api/health',
    ],
    [
      'Nest behind a guard of the whole app',
      {
        'api/package.json': express,
        'api/app.ts': 'providers: [\n  {\n    provide: APP_GUARD,\n    useClass: LoginGuard,\n  },\n]',
        'api/h.ts': "@Controller('health')",
      },
      undefined,
    ],
    [
      'Nest behind a guard of its own',
      { 'api/package.json': express, 'api/h.ts': "@UseGuards(LoginGuard)\n@Controller('health')" },
      undefined,
    ],
    [
      'Nest left out of the guard',
      {
        'api/package.json': express,
        'api/app.ts': 'app.useGlobalGuards(new LoginGuard())',
        'api/h.ts': "@Public()\n@Controller('health')",
      },
      '/health',
    ],
    [
      'Nest that only counts requests',
      {
        'api/package.json': express,
        'api/app.ts': '{ provide: APP_GUARD, useClass: ThrottlerGuard }',
        'api/h.ts': "@Controller('health')",
      },
      '/health',
    ],
    [
      'Nest below a version',
      {
        'api/package.json': express,
        'api/main.ts': 'app.enableVersioning({\n  type: VersioningType.URI,\n})',
        'api/h.ts': "@Controller({ path: 'health', version: '1' })",
      },
      undefined,
    ],
    [
      'Nest of every version',
      {
        'api/package.json': express,
        'api/main.ts': "app.enableVersioning({ defaultVersion: '1' })",
        'api/h.ts': "@Controller({ path: 'health', version: VERSION_NEUTRAL })",
      },
      '/health',
    ],
    [
      'Nest below a prefix between slashes',
      {
        'api/package.json': express,
        'api/main.ts': "app.setGlobalPrefix('/api/')",
        'api/h.ts': "@Controller('health')",
      },
      '/api/health',
    ],
    [
      'Rails',
      { 'api/Gemfile': 'gem "rails"', 'api/config/routes.rb': 'get "up" => "rails/health#show"' },
      '/up',
    ],
  ])('%s', (_, texts, route) => {
    expect(component(texts).health.readiness?.value).toBe(route)
  })
})

describe('what stands around a folder', () => {
  it('is a package of the workspace: its database, its variables', () => {
    const { database, databaseVariable } = component({
      'package.json': json({ workspaces: ['*'] }),
      'api/package.json': json({ dependencies: { express: '5', '@x/db': '*' } }),
      'db/package.json': json({ name: '@x/db', dependencies: { pg: '8' } }),
      'db/index.ts': 'new Pool({ connectionString: process.env.MAIN_DB })',
    })
    expect([database?.value.driver, databaseVariable?.value]).toEqual(['pg', 'MAIN_DB'])
  })

  it('is an Nx workspace with one manifest', () => {
    const { roles, components } = detect({
      'nx.json': '{}',
      'package.json': json({ dependencies: { '@angular/core': '19', '@nestjs/core': '10', pg: '8' } }),
      'apps/shop/project.json': json({
        projectType: 'application',
        targets: { build: { executor: '@nx/angular:application' } },
      }),
      'apps/api/project.json': json({ projectType: 'application' }),
      'apps/api/src/main.ts': "import { NestFactory } from '@nestjs/core'\nawait app.listen(3333)",
    })
    expect([roles.frontend.dir, roles.backend.dir]).toEqual(['apps/shop', 'apps/api'])
    expect(components.find(({ dir }) => dir === 'apps/api')?.database?.value.kind).toBe('postgresql')
  })

  it('is a package that an app of Nx imports', () => {
    const { components } = detect({
      'nx.json': '{}',
      'package.json': json({ workspaces: ['packages/*'], dependencies: { '@nestjs/core': '10' } }),
      'apps/api/project.json': json({ projectType: 'application' }),
      'apps/api/src/main.ts': "import { NestFactory } from '@nestjs/core'\nimport { db } from '@x/db'",
      'packages/db/package.json': json({ name: '@x/db', dependencies: { pg: '8' } }),
      'packages/db/index.ts': 'new Pool({ connectionString: process.env.MAIN_DB })',
    })
    const api = components.find(({ dir }) => dir === 'apps/api')
    expect([api?.database?.value.driver, api?.databaseVariable?.value]).toEqual(['pg', 'MAIN_DB'])
  })

  it('is a compose file that sets what the source would do without', () => {
    const texts = {
      'compose.yml': 'services:\n  back:\n    build: ./api\n    environment:\n      - JWT_SECRET=x\n',
      'api/package.json': express,
      'api/a.go': 'getEnv("JWT_SECRET", "")\ngetEnv("OPENAI_API_KEY", "")',
    }
    const optional = component(texts).variables.filter(({ isOptional }) => isOptional)
    expect(optional.map(({ name }) => name)).toEqual(['OPENAI_API_KEY'])
  })

  it.each<[string, Record<string, string>, string]>([
    [
      'an image that builds both',
      {
        Dockerfile: 'FROM node AS fe\nFROM golang AS be\nCOPY --from=fe /src/frontend/build ./static/\n',
        'frontend/package.json': json({ devDependencies: { vite: '6' } }),
        'backend/go.mod': 'require github.com/gin-gonic/gin v1.10.0\n',
      },
      'one-image',
    ],
    [
      'a UI inside the program',
      { 'api/go.mod': 'module x\n', 'api/w.go': '//go:embed all:dist\nvar ui embed.FS' },
      'one-image',
    ],
    [
      'a server that hands out the UI',
      { 'api/A.csproj': 'Sdk="Microsoft.NET.Sdk.Web"', 'api/P.cs': 'app.UseSpa(x)' },
      'one-image',
    ],
    ['half a project', { 'api/package.json': express }, 'no-component'],
    ['a library', { 'package.json': '{}' }, 'no-component'],
  ])('is said when it can’t be deployed as it is: %s', (_, texts, id) => {
    expect(detect(texts).around.map((note) => note.id)).toContain(id)
  })

  it('is a Next app that talks to the database itself', () => {
    const texts = {
      'package.json': json({ dependencies: { next: '15', pg: '8' } }),
      'src/db.ts': 'new Pool({ connectionString: process.env.DATABASE_URL })',
    }
    expect(detect(texts).roles.frontend.dir).toBe('.')
  })
})
