import { describe, expect, it } from 'vitest'
import { component, express } from './detect-texts.ts'

describe('the port', () => {
  it('that the server is told is not contradicted by the usual one', () => {
    const { port } = component({ Dockerfile: 'FROM a\nCMD ["uvicorn", "a:b", "--port", "80"]' })
    expect(port).toMatchObject({ value: 80, conflicts: [] })
  })

  const nginx =
    'FROM node:22 AS build\nRUN npm run build\nFROM nginx:1.29\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n'

  it.each<[string, Record<string, string>, number | undefined, string | undefined]>([
    [
      'is not the database’s',
      {
        'package.json': express,
        'a.js': 'const a = process.env.DB_PORT || 5432\nconst b = process.env.PORT || 4000',
      },
      4000,
      'api/a.js:2',
    ],
    [
      'is not the mail server’s',
      { 'go.mod': 'module x', 'a.go': 'getenvInt("SMTP_PORT", 2525)\ngetenvInt("HTTP_PORT", 8081)' },
      8081,
      'api/a.go:2',
    ],
    [
      'is not the development server’s',
      { 'package.json': express, 'vite.config.ts': 'export default {\n  port: 4200\n}' },
      3000,
      'usual for Express',
    ],
    [
      'of a schema',
      { 'package.json': express, 'env.ts': 'PORT: z.coerce.number().default(3456),' },
      3456,
      'api/env.ts:1',
    ],
    [
      'of options on lines of their own',
      { 'package.json': express, 'a.ts': 'serve({\n  fetch: app.fetch,\n  port: 8787,\n})' },
      8787,
      'api/a.ts:3',
    ],
    [
      'of options',
      { 'package.json': express, 'a.ts': 'app.listen({ port: 3010, host })' },
      3010,
      'api/a.ts:1',
    ],
    ['of a Go variable', { 'go.mod': 'module x', 'a.go': 'addr := ":8099"' }, 8099, 'api/a.go:1'],
    [
      'of an address that stands in for a variable',
      {
        'go.mod': 'module x',
        'a.go':
          'A string `env:"REDIS_ADDRESS" env-default:"localhost:6380"`\nB string `yaml:"b" env:"HTTP_ADDRESS" env-default:"localhost:8082"`',
      },
      8082,
      'api/a.go:2',
    ],
    [
      'of viper’s defaults',
      { 'go.mod': 'module x', 'a.go': 'viper.SetDefault("server.port", 8085)' },
      8085,
      'api/a.go:1',
    ],
    [
      'of Kestrel',
      { 'a.csproj': 'Sdk="Microsoft.NET.Sdk.Web"', 'Program.cs': 'options.ListenAnyIP(5005);' },
      5005,
      'api/Program.cs:1',
    ],
    [
      'of ASPNETCORE_URLS',
      { Dockerfile: 'FROM a\nENV ASPNETCORE_URLS=http://+:5000\n' },
      5000,
      'api/Dockerfile:2 ENV',
    ],
    [
      'that an argument stands for',
      { Dockerfile: 'FROM a\nARG LISTEN=9000\nEXPOSE $LISTEN\n' },
      9000,
      'api/Dockerfile:2 ARG',
    ],
    [
      'that the server is told, not what EXPOSE says',
      { Dockerfile: 'FROM a\nEXPOSE 80\nCMD ["uvicorn", "a:b", "--port", "8000"]' },
      8000,
      'api/Dockerfile:3 CMD',
    ],
    [
      'of a web server',
      { Dockerfile: nginx, 'src/a.js': 'app.listen(3000)' },
      80,
      'api/Dockerfile:3 nginx:1.29',
    ],
    [
      'of a web server’s settings',
      { Dockerfile: `${nginx}EXPOSE 80\n`, 'nginx.conf': 'server {\n  listen 8080;\n}' },
      8080,
      'api/nginx.conf:2 listen',
    ],
    [
      'of the image’s environment',
      { 'Cargo.toml': 'actix-web = "4"', Dockerfile: 'FROM rust\nENV A=b \\\n  BIND_ADDRESS_PORT=8001\n' },
      8001,
      'api/Dockerfile:2 ENV',
    ],
    [
      'of Rocket’s settings',
      { 'Cargo.toml': 'rocket = "0.5"', 'Rocket.toml': '[debug]\nport = 9000\n[default]\nport = 8888\n' },
      8888,
      'api/Rocket.toml:4',
    ],
    [
      'of Quarkus’s settings',
      {
        'build.gradle': "implementation 'io.quarkus:quarkus-resteasy'",
        'src/main/resources/application.properties': '%dev.quarkus.http.port=9\nquarkus.http.port=8081\n',
      },
      8081,
      'api/src/main/resources/application.properties:2',
    ],
    [
      'of Micronaut’s settings',
      {
        'pom.xml': '<artifactId>micronaut-http-server-netty</artifactId>',
        'src/main/resources/application.yml':
          'datasources:\n  default:\n    port: 5432\nmicronaut:\n  server:\n    port: ${PORT:8085}\n',
      },
      8085,
      'api/src/main/resources/application.yml:6',
    ],
    [
      'of a settings file of its own',
      {
        'go.mod': 'module x',
        'configs/local.yaml': 'database:\n  port: 5432\nhttp_server:\n  address: "0.0.0.0:8087"\n',
      },
      8087,
      'api/configs/local.yaml:4',
    ],
    [
      'of a settings file for production',
      {
        'Cargo.toml': 'axum = "0.8"',
        'configuration/development.toml': '[server]\nport = 3000\n',
        'configuration/production.toml': '[database]\nport = 5432\n[server]\nport = 8001 # ours\n',
      },
      8001,
      'api/configuration/production.toml:4',
    ],
    [
      'of Ktor’s settings',
      {
        'build.gradle.kts': 'implementation("io.ktor:ktor-server-netty")',
        'src/main/resources/application.conf':
          'ktor {\n  deployment {\n    port = 8086\n    port = ${?PORT}\n  }\n}\n',
      },
      8086,
      'api/src/main/resources/application.conf:3',
    ],
    [
      'of pages is not what they ask',
      { 'package.json': '{"dependencies": {"react-scripts": "5"}}', 'src/a.js': "const port = '5000'" },
      80,
      'usual for Create React App',
    ],
    [
      'of a web server without rights',
      { Dockerfile: 'FROM nginxinc/nginx-unprivileged\n' },
      8080,
      'api/Dockerfile:1 nginxinc/nginx-unprivileged',
    ],
  ])('%s', (_, texts, value, source) => {
    const { port } = component(texts)
    expect([port?.value, port?.source]).toEqual([value, source])
  })
})
