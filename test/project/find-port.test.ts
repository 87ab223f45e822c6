import { describe, expect, it } from 'vitest'
import { component, express } from './detect-texts.ts'

describe('the port', () => {
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
