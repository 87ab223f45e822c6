import { describe, expect, it } from 'vitest'
import { detectProject } from '../../src/project/detect-project.ts'

type Texts = Record<string, string>

const stackOf = (texts: Texts, dir: string) => {
  const { components } = detectProject({ paths: Object.keys(texts), texts: new Map(Object.entries(texts)) })
  return components.find((it) => it.dir === dir)?.stack
}

const json = (value: object) => JSON.stringify(value, null, 2)
const pack = (dependencies: object, more: object = {}) => json({ dependencies, ...more })
const built = { scripts: { build: 'x build' } }

type Row = [name: string, texts: Texts, dir: string, stack: object, context?: string]

describe('an image', () => {
  it.each<Row>([
    [
      'of Express with npm',
      {
        'api/package.json': pack({ express: '5' }, { scripts: { start: 'node server.js' } }),
        'api/package-lock.json': '{}',
      },
      'api',
      {
        manager: 'npm',
        lock: 'package-lock.json',
        version: '22',
        serve: { kind: 'process', command: ['node', 'server.js'] },
      },
    ],
    [
      'of a server that runs on bun',
      {
        'api/package.json': pack({ hono: '4' }, { scripts: { start: 'bun src/index.ts' } }),
        'api/bun.lock': '',
      },
      'api',
      { manager: 'bun', needsManager: true, serve: { kind: 'process', command: ['bun', 'src/index.ts'] } },
    ],
    [
      'of a lock that the named bun can’t read',
      {
        'api/package.json': pack(
          { hono: '4' },
          { packageManager: 'bun@1.1.0', scripts: { start: 'bun src/index.ts' } },
        ),
        'api/bun.lock': '',
      },
      'api',
      { manager: 'bun', managerVersion: undefined, lock: 'bun.lock' },
    ],
    [
      'of a lock that the named bun reads',
      {
        'api/package.json': pack(
          { hono: '4' },
          { packageManager: 'bun@1.2.5', scripts: { start: 'bun src/index.ts' } },
        ),
        'api/bun.lock': '',
      },
      'api',
      { manager: 'bun', managerVersion: '1.2.5' },
    ],
    [
      'of pages whose build tool only the workspace has',
      {
        'package.json': json({ workspaces: ['apps/*'], devDependencies: { vite: '6' } }),
        'package-lock.json': '{}',
        'apps/client/package.json': pack({ react: '19' }, { scripts: { build: 'tsc -b && vite build' } }),
        'apps/client/index.html': '',
      },
      'apps/client',
      { manager: 'npm', serve: { kind: 'static', output: 'dist' } },
      '.',
    ],
    [
      'of a server whose build needs bun, installed by yarn',
      {
        'api/package.json': pack(
          { fastify: '5' },
          { scripts: { build: 'bun build a.ts --outdir dist', start: 'node dist/a.js' } },
        ),
        'api/yarn.lock': '',
      },
      'api',
      { manager: 'yarn', needsBun: true, needsManager: false },
    ],
    [
      'of a server that only developers start, compiled as it runs',
      {
        'api/package.json': pack(
          { express: '5' },
          { main: 'index.js', scripts: { dev: 'nodemon --exec babel-node index.js' } },
        ),
        'api/index.js': '',
      },
      'api',
      { needsDevDependencies: true, serve: { kind: 'process', command: ['babel-node', 'index.js'] } },
    ],
    [
      'of a server that another script starts',
      {
        'api/package.json': pack(
          { express: '5' },
          { scripts: { 'start-server': 'node src/a.js', server: 'x' } },
        ),
      },
      'api',
      { serve: { kind: 'process', command: ['node', 'src/a.js'] } },
    ],
    [
      'of one that checks its variables as it is built, unless it is told not to',
      {
        'web/package.json': pack({ next: '15' }, built),
        'web/src/env.js': 'skipValidation:\n    !!process.env.CI || !!process.env.SKIP_ENV_VALIDATION,',
      },
      'web',
      { skipsChecks: 'SKIP_ENV_VALIDATION' },
    ],
    [
      'of a server that nothing builds, as developers start it',
      {
        'api/package.json': pack(
          { express: '5' },
          { scripts: { start: 'node ./build/a.js', dev: 'ts-node-dev --respawn --transpile-only src/a.ts' } },
        ),
      },
      'api',
      { serve: { kind: 'process', command: ['ts-node', '--transpile-only', 'src/a.ts'] } },
    ],
    [
      'of a server that developers start with what only watching needs',
      {
        'api/package.json': pack(
          { express: '5' },
          {
            scripts: {
              dev: 'ts-node-dev --cls -T --poll --ignore-watch node_modules -r dotenv/config --inspect=9229 --project tsconfig.api.json --no-notify -- src/a.ts --respawn',
            },
          },
        ),
      },
      'api',
      {
        serve: {
          kind: 'process',
          command: 'ts-node -T -r dotenv/config --project tsconfig.api.json src/a.ts --respawn'.split(' '),
        },
      },
    ],
    [
      'of one whose watching is told in quotes',
      {
        'api/package.json': pack(
          { express: '5' },
          { scripts: { start: 'nodemon --watch "src/**/*.ts" --exec "tsx" src/a.ts -e ts' } },
        ),
      },
      'api',
      { serve: { kind: 'process', command: ['tsx', 'src/a.ts'] } },
    ],
    [
      'of Next.js without standalone output',
      { 'web/package.json': pack({ next: '15' }, built), 'web/next.config.mjs': 'export default {}' },
      'web',
      { build: 'build', serve: { kind: 'process', command: ['next', 'start', '-p', '3000'] } },
    ],
    [
      'of Next.js with standalone output',
      {
        'web/package.json': pack({ next: '15' }, built),
        'web/next.config.ts': "const c = {\n  output: 'standalone',\n}",
        'web/public/a.svg': '',
      },
      'web',
      { serve: { kind: 'next-standalone', hasPublicFolder: true } },
    ],
    [
      'of exported Next.js pages',
      {
        'web/package.json': pack({ next: '15' }, built),
        'web/next.config.js': "module.exports = { output: 'export' }",
      },
      'web',
      { port: 8080, serve: { kind: 'static', output: 'out', isSinglePage: false, proxy: [] } },
    ],
    [
      'of Vite with its dev proxy',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/index.html': '',
        'ui/vite.config.ts':
          "export default {\n server: { proxy: {\n  '/api': { target: 'http://localhost:4000', rewrite: (p) => p.replace(/^\\/api/, '') },\n  '/ws': 'ws://localhost:4000',\n } } }",
      },
      'ui',
      {
        serve: {
          kind: 'static',
          output: 'dist',
          isSinglePage: true,
          proxy: [
            { path: '/api', to: '/' },
            { path: '/ws', to: '/ws' },
          ],
        },
      },
    ],
    [
      'of Vite with a backend variable',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts': "const base = import.meta.env.VITE_API_URL || 'http://localhost:8000/v1'",
      },
      'ui',
      { buildArgs: ['VITE_API_URL'], serve: { proxy: [{ path: '/api', to: '/v1' }] } },
    ],
    [
      'of Vite with a backend variable, beside another path of its dev proxy',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/vite.config.ts': "export default { server: { proxy: { '/media': 'http://localhost:4000' } } }",
        'ui/src/a.ts': "axios.create({ baseURL: import.meta.env.VITE_API_URL || '/api' })",
      },
      'ui',
      {
        serve: {
          proxy: [
            { path: '/media', to: '/media' },
            { path: '/api', to: '/api' },
          ],
        },
      },
    ],
    [
      'of Vite with a backend variable that the path of its dev proxy is put behind',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/vite.config.ts': "export default { server: { proxy: { '/api': 'http://localhost:4000' } } }",
        'ui/src/a.ts': "export const host = import.meta.env.VITE_API_URL || 'http://localhost:4000'",
        'ui/src/b.ts': 'fetch(`${host}/api/todos`)',
      },
      'ui',
      {
        serve: {
          proxy: [
            { path: '/api', to: '/api' },
            { path: '/api/api', to: '/api' },
          ],
        },
      },
    ],
    [
      'of Vite whose library takes whole addresses, with what is put behind them',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts':
          "createAuthClient({\n  baseURL: import.meta.env.VITE_API_URL || 'http://localhost:3000',\n  basePath: '/api/auth',\n})",
        'ui/src/b.ts': 'fetch(`${import.meta.env.VITE_API_URL}/rpc/x`)',
      },
      'ui',
      {
        serve: {
          proxy: [
            { path: '/api', to: '/api' },
            { path: '/rpc', to: '/rpc' },
          ],
        },
      },
    ],
    [
      'of Vite whose schema takes whole addresses',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/env.ts': 'z.object({\n  VITE_API_URL: z.string().url(),\n}).parse(import.meta.env)',
      },
      'ui',
      { buildArgs: ['VITE_API_URL'], serve: { proxy: [] } },
    ],
    [
      'of Vite whose library takes whole addresses, beside paths of its own pages',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts':
          "const base = import.meta.env.VITE_API_URL\nnew URL(base)\nfetch(base + '/rpc/x')\nfetch(`${base ?? ''}/files/1`)\nnavigate(`/${org}/settings`)\nnavigate(root + '/home')",
      },
      'ui',
      {
        serve: {
          proxy: [
            { path: '/rpc', to: '/rpc' },
            { path: '/files', to: '/files' },
          ],
        },
      },
    ],
    [
      'of Vite whose socket takes whole addresses, with the path that it asks',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts': 'const socket = io(`${import.meta.env.VITE_API_URL}/chat`)',
      },
      'ui',
      { serve: { proxy: [{ path: '/socket.io', to: '/socket.io' }] } },
    ],
    [
      'of Vite whose socket takes whole addresses and is told its path',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts':
          "const base = import.meta.env.VITE_API_URL\nio(base, {\n  transports: ['websocket'],\n  path: '/live/',\n})",
      },
      'ui',
      { serve: { proxy: [{ path: '/live', to: '/live' }] } },
    ],
    [
      'of Vite with a constant that a URL is made from',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts': 'const base = import.meta.env.VITE_API_URL\nnew URL("/todos", base)',
      },
      'ui',
      { serve: { proxy: [] } },
    ],
    [
      'of Vite with what is put behind a scheme, as a constant of several lines',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts':
          'const host = isServer\n  ? "backend"\n  : import.meta.env.VITE_BACKEND_URI;\nfetch(`http://${host}/graphql`)',
      },
      'ui',
      { serve: { proxy: [] } },
    ],
    [
      'of Vite with a host and a socket, which no path stands for',
      {
        'ui/package.json': pack({ vite: '6' }, built),
        'ui/src/a.ts':
          "`ws://${import.meta.env.VITE_SERVER || 'localhost'}:80`\nimport.meta.env.VITE_SOCKET_SERVER_URL",
      },
      'ui',
      { serve: { proxy: [] } },
    ],
    [
      'of Create React App with relative calls',
      { 'ui/package.json': pack({ 'react-scripts': '5' }, built), 'ui/src/a.js': "axios.get('/todos/all')" },
      'ui',
      { serve: { kind: 'static', output: 'build', proxy: [{ path: '/todos', to: '/todos' }] } },
    ],
    [
      'of Angular',
      {
        'ui/package.json': pack({ '@angular/core': '19' }, built),
        'ui/angular.json':
          '{"projects": {"shop": {"architect": {"build": {"builder": "@angular/build:application"}}}}}',
        'ui/proxy.conf.json': '{\n  "/api": { "target": "http://localhost:3000" }\n}',
      },
      'ui',
      { serve: { kind: 'static', output: 'dist/shop/browser', proxy: [{ path: '/api', to: '/api' }] } },
    ],
    [
      'of SvelteKit on Node',
      {
        'ui/package.json': pack(
          {},
          { ...built, devDependencies: { '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' } },
        ),
      },
      'ui',
      { serve: { kind: 'process', command: ['node', 'build'] } },
    ],
    [
      'of Nuxt',
      { 'ui/package.json': pack({ nuxt: '3' }, built) },
      'ui',
      { serve: { kind: 'process', command: ['node', '.output/server/index.mjs'], output: '.output' } },
    ],
    [
      'of a pnpm workspace with turbo',
      {
        'package.json': json({ name: 'all', packageManager: 'pnpm@9.12.0' }),
        'pnpm-workspace.yaml': 'packages:\n  - "apps/*"\n  - packages/*\n',
        'pnpm-lock.yaml': '',
        'turbo.json': '{}',
        'apps/api/package.json': pack(
          { fastify: '5' },
          { name: '@x/api', scripts: { build: 'tsc', start: 'node dist/main.js' } },
        ),
        'packages/db/package.json': pack({}),
      },
      'apps/api',
      {
        dir: 'apps/api',
        manager: 'pnpm',
        managerVersion: '9.12.0',
        workspace: '@x/api',
        usesTurbo: true,
        manifests: [
          'package.json',
          'pnpm-workspace.yaml',
          'apps/api/package.json',
          'packages/db/package.json',
        ],
      },
      '.',
    ],
    [
      'of a folder with a lock of its own inside a workspace',
      {
        'package.json': json({ workspaces: ['*'] }),
        'yarn.lock': '',
        'api/package.json': pack({ koa: '2' }, { scripts: { start: 'node .' } }),
        'api/yarn.lock': '',
      },
      'api',
      { dir: '.', manager: 'yarn', workspace: undefined },
      'api',
    ],
    [
      'of a folder with a lock of its own that needs its neighbours, and their Prisma client',
      {
        'package.json': json({ workspaces: ['*'] }),
        'bun.lock': '',
        'api/package.json': pack(
          { koa: '2', '@x/db': 'workspace:*' },
          { name: '@x/api', scripts: { start: 'node .' } },
        ),
        'api/bun.lock': '',
        'db/package.json': pack({ '@prisma/client': '7' }, { name: '@x/db' }),
      },
      'api',
      { dir: 'api', manager: 'bun', workspace: '@x/api', usesPrisma: true, prismaDir: 'db' },
      '.',
    ],
    [
      'of a workspace whose install generates the Prisma client',
      {
        'package.json': json({ workspaces: ['*'] }),
        'api/package.json': pack(
          { koa: '2', '@x/db': '*' },
          { name: '@x/api', scripts: { start: 'node .' } },
        ),
        'db/package.json': pack(
          { '@prisma/client': '7' },
          { name: '@x/db', scripts: { postinstall: 'prisma generate' } },
        ),
      },
      'api',
      { usesPrisma: false, prismaDir: undefined },
      '.',
    ],
    [
      'with Node past its end of life',
      { 'api/package.json': pack({ koa: '2' }, { scripts: { start: 'node .' } }), 'api/.nvmrc': 'v14.2.0\n' },
      'api',
      { version: '22' },
    ],
    [
      'with the Node that it pins',
      { 'api/package.json': pack({ koa: '2' }, { scripts: { start: 'node .' }, engines: { node: '24.x' } }) },
      'api',
      { version: '24' },
    ],
    [
      'with the lock of its package manager among others',
      {
        'api/package.json': pack(
          { koa: '2' },
          { scripts: { start: 'node .' }, packageManager: 'pnpm@10.1.0' },
        ),
        'api/package-lock.json': '',
        'api/pnpm-lock.yaml': '',
      },
      'api',
      { manager: 'pnpm', managerVersion: '10.1.0', lock: 'pnpm-lock.yaml' },
    ],
    [
      'without a lock of its package manager',
      {
        'api/package.json': pack(
          { koa: '2' },
          { scripts: { start: 'node .' }, packageManager: 'pnpm@10.1.0' },
        ),
        'api/package-lock.json': '',
      },
      'api',
      { manager: 'pnpm', lock: undefined },
    ],
    [
      'with a newer Node than the usual one',
      {
        'api/package.json': pack({ koa: '2' }, { scripts: { start: 'node .' }, engines: { node: '>=24.1' } }),
      },
      'api',
      { version: '24' },
    ],
    ...[
      ['>=3.10', '3.12'],
      ['>=3.13', '3.13'],
      ['^3.13', '3.13'],
      ['>=3.11,<3.15', '3.12'],
      ['>=3.9,<3.12', '3.11'],
      ['>3.9,<=3.11', '3.11'],
    ].map(
      ([range, version]): Row => [
        `with Python ${range}`,
        {
          'api/pyproject.toml': `[project]\nrequires-python = "${range}"\ndependencies = ["flask"]\n`,
          'api/app.py': 'app = Flask(__name__)',
        },
        'api',
        { version },
      ],
    ),
    ...(
      [
        ['psycopg==3.2', { needsLibpq: true, needsCompiler: false }],
        ['psycopg[binary,pool]==3.2', { needsLibpq: false, needsCompiler: false }],
        ['psycopg\npsycopg-binary', { needsLibpq: false, needsCompiler: false }],
        ['psycopg[c]', { needsLibpq: true, needsCompiler: true }],
        ['psycopg2-binary', { needsLibpq: false, needsCompiler: false }],
        ['psycopg2', { needsLibpq: true, needsCompiler: true }],
      ] as const
    ).map(
      ([driver, stack]): Row => [
        `with ${driver.replace('\n', ' ')}`,
        { 'api/requirements.txt': `flask\n${driver}\n`, 'api/app.py': 'app = Flask(__name__)' },
        'api',
        stack,
      ],
    ),
    [
      'of FastAPI with requirements',
      { 'api/requirements.txt': 'fastapi\nuvicorn\npsycopg2\n', 'api/app/main.py': 'app = FastAPI()' },
      'api',
      {
        manager: 'pip',
        manifests: ['requirements.txt'],
        needsCompiler: true,
        extraPackages: [],
        command: ['uvicorn', 'app.main:app', '--host', '0.0.0.0', '--port', '8000'],
      },
    ],
    [
      'of FastAPI whose module imports its neighbours by bare names',
      {
        'api/requirements.txt': 'fastapi\nuvicorn\n',
        'api/src/main.py': 'from database import x\napp = FastAPI()',
        'api/src/database.py': '',
      },
      'api',
      { command: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--app-dir', 'src', '--port', '8000'] },
    ],
    [
      'of Flask with uv',
      {
        'api/pyproject.toml':
          '[project]\nname = "a"\nrequires-python = "==3.13.*"\ndependencies = [\n  "flask",\n]\n',
        'api/uv.lock': '',
        'api/app.py': 'app = Flask(__name__)',
      },
      'api',
      { manager: 'uv', lock: 'uv.lock', version: '3.13', extraPackages: ['gunicorn'] },
    ],
    [
      'of FastAPI whose packages stand on one line',
      {
        'api/pyproject.toml':
          '[project]\ndependencies = ["asyncpg>=0.30", "fastapi", "uvicorn[standard]>=0.35"]\n',
        'api/uv.lock': '',
        'api/main.py': 'app = FastAPI()',
      },
      'api',
      {
        manager: 'uv',
        command: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000'],
        extraPackages: [],
      },
    ],
    [
      'of Django',
      {
        'api/requirements.txt': 'Django\ngunicorn\nwhitenoise\n',
        'api/manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
      },
      'api',
      { collectsStatic: true, command: ['gunicorn', 'shop.wsgi:application', '--bind', '0.0.0.0:8000'] },
    ],
    [
      'of what a Procfile starts',
      {
        'api/requirements.txt': 'flask\ngunicorn\n',
        'api/Procfile': 'web: gunicorn wsgi:application --workers 2\n',
        'api/app.py': 'app = Flask(__name__)',
      },
      'api',
      { command: ['gunicorn', 'wsgi:application', '--workers', '2', '--bind', '0.0.0.0:5000'] },
    ],
    [
      'of a Go program among others',
      {
        'api/go.mod': 'module x\n\ngo 1.22\n',
        'api/go.sum': '',
        'api/cmd/server/main.go': 'package main\nfunc main() { http.ListenAndServe(":80", nil) }',
        'api/cmd/seed/main.go': 'package main\nfunc main() {}',
        'api/templates/a.html': '',
      },
      'api',
      { version: '1.25', main: './cmd/server', assets: ['templates'], hasSums: true },
    ],
    [
      'of Spring Boot',
      {
        'api/pom.xml': '<artifactId>spring-boot-starter-web</artifactId>\n<java.version>17</java.version>',
        'api/mvnw': '',
      },
      'api',
      { manager: 'maven', version: '17', hasWrapper: true, manifests: ['pom.xml'] },
    ],
    [
      'of a member of uv’s workspace',
      {
        'pyproject.toml': '[tool.uv.workspace]\nmembers = ["services/*", "libs/*"]\n',
        'uv.lock': '',
        'libs/db/pyproject.toml': '[project]\nname = "shop-db"\ndependencies = ["asyncpg"]\n',
        'services/api/pyproject.toml':
          '[project]\nname = "api"\ndependencies = [\n  "fastapi",\n  "uvicorn",\n  "shop-db",\n]\n',
        'services/api/main.py': 'app = FastAPI()\n',
      },
      'services/api',
      {
        dir: 'services/api',
        manager: 'uv',
        lock: 'uv.lock',
        isMember: true,
        manifests: ['pyproject.toml', 'libs/db/pyproject.toml', 'services/api/pyproject.toml'],
      },
      '.',
    ],
    [
      'of Rails',
      { 'api/Gemfile': 'ruby "3.3.5"\ngem "rails"\n', 'api/Gemfile.lock': '' },
      'api',
      { version: '3.3', hasLock: true, hasAssets: false },
    ],
    [
      'of ASP.NET',
      {
        'Api/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">\n<TargetFramework>net9.0</TargetFramework>',
      },
      'Api',
      { version: '9.0', projectFile: 'Api.csproj', dir: '.', manifests: ['Api.csproj'] },
    ],
    [
      'of ASP.NET, with the projects that it refers to',
      {
        'src/Web/Web.csproj':
          '<Project Sdk="Microsoft.NET.Sdk.Web">\n<ProjectReference Include="..\\Core\\Core.csproj" />',
        'src/Core/Core.csproj': '<ProjectReference Include="../Data/Data.csproj" />',
        'src/Data/Data.csproj': '',
        'src/Directory.Build.props': '',
      },
      'src/Web',
      {
        dir: 'Web',
        projectFile: 'Web.csproj',
        manifests: ['Web/Web.csproj', 'Core/Core.csproj', 'Data/Data.csproj', 'Directory.Build.props'],
      },
      'src',
    ],
    [
      'of SolidStart, which builds a server',
      { 'ui/package.json': pack({ '@solidjs/start': '1', vinxi: '0.5', vite: '5' }, built) },
      'ui',
      { serve: { kind: 'process', command: ['node', '.output/server/index.mjs'], output: '.output' } },
    ],
    [
      'of plain pages',
      { 'site/index.html': '', 'api/go.mod': '' },
      'site',
      { port: 8080, serve: { kind: 'plain', output: '.' } },
    ],
  ])('%s', (_, texts, dir, stack, context = dir) => {
    const found = stackOf(texts, dir)
    expect(found).toMatchObject({ stack, context })
  })

  it.each<[string, Texts, string, RegExp]>([
    [
      'SvelteKit without an adapter that serves',
      { 'ui/package.json': pack({ '@sveltejs/kit': '2' }, built) },
      'ui',
      /start script/,
    ],
    [
      'TanStack Start without what makes a server',
      { 'ui/package.json': pack({ '@tanstack/react-start': '1', vite: '7' }, built) },
      'ui',
      /start script/,
    ],
    [
      'a program of Deno',
      {
        'api/deno.json': '{"imports":{"@oak/oak":"jsr:@oak/oak@17"},"tasks":{"start":"deno run -A main.ts"}}',
      },
      'api',
      /permissions/,
    ],
    [
      'pages that are built into another folder',
      { 'ui/package.json': pack({ vite: '7' }, built), 'ui/vite.config.ts': "outDir: '../api/static'" },
      'ui',
      /built into \.\.\/api\/static/,
    ],
    [
      'a start script of several commands',
      { 'api/package.json': pack({ koa: '2' }, { scripts: { start: 'node a & node b' } }) },
      'api',
      /more than one command/,
    ],
    [
      'a server that nothing builds',
      { 'api/package.json': pack({ koa: '2' }, { scripts: { start: 'node build/a.js' } }) },
      'api',
      /build\/a\.js, which is not there/,
    ],
    [
      'a server that its build script only checks',
      {
        'api/package.json': pack(
          { koa: '2' },
          { scripts: { start: 'node ./dist/a.js', build: 'tsc --noEmit --skipLibCheck' } },
        ),
      },
      'api',
      /dist\/a\.js, which is not there/,
    ],
    [
      'a server that its start script builds, by the name of its folder',
      { 'api/package.json': pack({ koa: '2' }, { scripts: { start: 'tsc && node dist' } }) },
      'api',
      /dist, which is not there/,
    ],
    [
      'several Go servers',
      {
        'api/go.mod': 'module x',
        'api/a/main.go': 'package main\nfunc main() {}',
        'api/b/main.go': 'package main\nfunc main() {}',
      },
      'api',
      /several programs/,
    ],
    [
      'Go with a C library',
      { 'api/go.mod': 'require github.com/mattn/go-sqlite3 v1.0.0' },
      'api',
      /C compiler/,
    ],
    [
      'Python without an application',
      { 'api/requirements.txt': 'requests\n' },
      'api',
      /no application object/,
    ],
    [
      'an app of Nx without a manifest',
      {
        'nx.json': '{}',
        'package.json': pack({ '@nestjs/core': '11' }),
        'apps/api/project.json': json({ projectType: 'application' }),
        'apps/api/src/main.ts': "import { NestFactory } from '@nestjs/core'",
      },
      'apps/api',
      /no package\.json of its own/,
    ],
    ['PHP', { 'api/composer.json': '{"require": {"laravel/framework": "11"}}' }, 'api', /PHP/],
  ])('is refused with a reason: %s', (_, texts, dir, reason) => {
    expect(stackOf(texts, dir)).toMatchObject({ reason: expect.stringMatching(reason) })
  })
})
