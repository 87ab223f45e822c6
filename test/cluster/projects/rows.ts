import type { Setup } from '../project.ts'
import type { BaseImage } from './base-images.ts'
import type { LockMaker } from './make-lock.ts'

/** A small project as people have them: two folders, no Dockerfile, no configuration of ours. */
export type Row = {
  folder: string
  /** Where the folder is, when it is not among the fixtures. */
  place?: string
  /** What detection has to say of it. */
  finds: { frontend: string; backend: string }
  /** What only its author knows, as flags of `init`. */
  answers?: string[]
  secrets?: Record<string, string>
  /** What it calls the database's URL, unless DATABASE_URL. */
  databaseVariable?: string
  /** Asked at the address of the frontend; the answer holds the row that the backend has put into the database. */
  path: string
  /** Put there first, where nothing has put a row into the database yet. */
  post?: object
  /** One line of the backend that the answer shows; NEW becomes something new at each run. */
  change: { file: string; from: string; to: string }
  setup: Setup
  bases?: BaseImage[]
  locks?: { folder: string; by: LockMaker }[]
  /** Minutes of work: only with K8SDEPLOY_TEST_PROJECTS=all. */
  heavy?: string
}

const classic: Setup = { delivery: 'containerd', helm: 4, builder: 'classic' }
const buildkit: Setup = { delivery: 'registry', helm: 4, builder: 'buildkit' }
/** Its parts are built by others here too: another minute or two that says little more. */
const also = 'much of it is proven by others'
/** It makes its table when it starts, which two at once would do twice. */
const alone = ['--backend-replicas', '1']

export const rows: Row[] = [
  {
    folder: 'react-express',
    finds: { frontend: 'Vite · npm', backend: 'Express · npm' },
    path: '/api/notes',
    change: { file: 'server/index.js', from: 'select id, text', to: 'select id, text || $$ NEW$$ as text' },
    setup: classic,
  },
  {
    folder: 'next-fastapi',
    finds: { frontend: 'Next.js · pnpm', backend: 'FastAPI · uv' },
    answers: alone,
    path: '/api/api/books',
    change: {
      file: 'api/app/main.py',
      from: 'select id, title',
      to: 'select id, title || $$ NEW$$ as title',
    },
    setup: buildkit,
    locks: [{ folder: 'api', by: 'uv' }],
  },
  {
    folder: 'vue-flask',
    finds: { frontend: 'Vite · yarn', backend: 'Flask · poetry' },
    answers: alone,
    path: '/api/cities',
    change: { file: 'backend/app.py', from: 'city.name}', to: 'city.name + " NEW"}' },
    setup: classic,
    locks: [{ folder: 'backend', by: 'poetry' }],
  },
  {
    folder: 'sveltekit-django',
    finds: { frontend: 'SvelteKit · npm', backend: 'Django · pip' },
    answers: ['--backend-env', 'ALLOWED_HOSTS=*'],
    secrets: { SECRET_KEY: 'only-for-this-test' },
    path: '/',
    change: {
      file: 'web/src/routes/+page.svelte',
      from: '{guest.name}',
      to: '{guest.name} NEW',
    },
    setup: classic,
    heavy: also,
  },
  {
    folder: 'astro-go',
    finds: { frontend: 'Astro · npm', backend: 'go · go' },
    answers: alone,
    path: '/',
    change: { file: 'service/main.go', from: 'select id, title', to: 'select id, title || $$ NEW$$' },
    setup: classic,
    bases: ['golang'],
  },
  {
    folder: 'preact-hono-bun',
    finds: { frontend: 'Vite · bun', backend: 'Hono · bun' },
    answers: alone,
    path: '/api/words',
    change: { file: 'api/src/index.ts', from: 'select id, word', to: 'select id, word || $$ NEW$$ as word' },
    setup: buildkit,
  },
  {
    folder: 'workspace-fastify',
    finds: { frontend: 'Vite · pnpm', backend: 'Fastify · pnpm' },
    answers: alone,
    path: '/api/items',
    change: {
      file: 'apps/api/src/server.ts',
      from: 'select id, label',
      to: 'select id, label || $$ NEW$$ as label',
    },
    setup: classic,
    heavy: also,
  },
  {
    folder: 'ledger',
    place: 'examples',
    finds: { frontend: 'Vite · npm', backend: 'Hono · npm' },
    databaseVariable: 'LEDGER_STORE',
    path: '/book/entries',
    post: { what: 'first row', amount: 12.5 },
    change: { file: 'src/main.js', from: 'select id, what', to: 'select id, what || $$ NEW$$ as what' },
    setup: classic,
  },
  {
    folder: 'nuxt-nest',
    finds: { frontend: 'Nuxt · pnpm', backend: 'NestJS · npm' },
    path: '/',
    change: {
      file: 'api/src/songs.controller.ts',
      from: 'select id, title',
      to: 'select id, title || $$ NEW$$ as title',
    },
    setup: classic,
    heavy: also,
  },
  {
    folder: 'router-koa',
    finds: { frontend: 'React Router · yarn', backend: 'Koa · yarn' },
    path: '/',
    change: { file: 'api/server.js', from: 'select id, name', to: 'select id, name || $$ NEW$$ as name' },
    setup: buildkit,
    heavy: also,
  },
  {
    folder: 'plain-spring',
    finds: { frontend: 'pages · none', backend: 'Spring Boot · maven' },
    answers: alone,
    path: '/api/orders',
    change: {
      file: 'backend/src/main/java/com/example/orders/Orders.java',
      from: 'select id, name',
      to: 'select id, name || $$ NEW$$ as name',
    },
    setup: classic,
    bases: ['java'],
    heavy: 'its JDK, Maven and packages take minutes to fetch',
  },
  {
    folder: 'angular-gin',
    finds: { frontend: 'Angular · npm', backend: 'gin · go' },
    answers: alone,
    path: '/api/products',
    change: {
      file: 'server/internal/store/store.go',
      from: 'select id, name',
      to: 'select id, name || $$ NEW$$',
    },
    setup: classic,
    bases: ['golang'],
    heavy: 'its packages and its compiler take minutes',
  },
  {
    folder: 'cra-pipenv',
    finds: { frontend: 'Create React App · npm', backend: 'Flask · pipenv' },
    answers: alone,
    path: '/api/tasks',
    change: { file: 'backend/app.py', from: 'select id, title', to: 'select id, title || $$ NEW$$ as title' },
    setup: classic,
    locks: [{ folder: 'backend', by: 'pipenv' }],
    heavy: 'its 1,300 packages take minutes',
  },
]

/** Dockerfiles that `test/dockerfile` parses and lints, and why no more can be done here. */
export const unbuilt: [stack: string, why: string][] = [
  ['Rails', 'its gems can not be had'],
  ['ASP.NET', 'its SDK can not be had'],
  ['Spring Boot with Gradle', 'Gradle can not be had'],
]
