import { copyInPlace, exec, user } from '../lines.ts'
import type { PythonStack } from '../stack.ts'

const apt = (packages: string) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*`

type Row = {
  /** Stays outside of the virtual environment, which is all that the image takes from the build. */
  tool?: string
  install(stack: PythonStack): string
}

const rows: Record<PythonStack['manager'], Row> = {
  pip: { install: ({ manifests }) => `pip install ${requirements(manifests)}` },
  uv: {
    tool: 'uv',
    install: ({ lock, dir, isMember }) =>
      `${uvSync(dir)} ${lock ? '--frozen ' : ''}--no-dev --no-install-${isMember ? 'workspace' : 'project'}`,
  },
  poetry: {
    tool: 'poetry',
    install: ({ dir }) => `${inFolder(dir)}poetry install --only main --no-root --no-interaction`,
  },
  pipenv: {
    tool: 'pipenv',
    install: ({ lock, dir }) =>
      `${inFolder(dir)}${lock ? '' : 'pipenv lock && '}pipenv requirements > /tmp/requirements.txt && pip install -r /tmp/requirements.txt`,
  },
}

const uvSync = (dir: string) => `${inFolder(dir)}UV_PROJECT_ENVIRONMENT=/venv uv sync --inexact`
const run = (command: string, words: string | undefined) => (words ? [`RUN ${command} ${words}`] : [])
const inFolder = (dir: string) => (dir === '.' ? '' : `cd ${dir} && `)
const requirements = (manifests: string[]) =>
  manifests.map((path) => (path.endsWith('.txt') ? `-r ${path}` : '.')).join(' ')

/** The manager, then the manifests, then the sources: what changes often comes late. */
export const python = (stack: PythonStack): string[] => [
  `FROM python:${stack.version}-slim AS build`,
  ...(stack.needsCompiler ? [apt('gcc libc6-dev libpq-dev pkg-config')] : []),
  'ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore',
  ...run('pip install', rows[stack.manager].tool),
  'RUN python -m venv /venv',
  'ENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH',
  'WORKDIR /app',
  ...copyInPlace([...stack.manifests, ...(stack.lock ? [stack.lock] : [])]),
  `RUN ${rows[stack.manager].install(stack)}`,
  ...run('pip install', stack.extraPackages.join(' ')),
  ...(stack.isMember ? ['COPY . .', `RUN ${uvSync(stack.dir)} --frozen --no-dev --no-editable`] : []),
  '',
  `FROM python:${stack.version}-slim`,
  ...(stack.needsLibpq ? [apt('libpq5')] : []),
  `ENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=${stack.port}`,
  `WORKDIR ${stack.dir === '.' ? '/app' : `/app/${stack.dir}`}`,
  'COPY --from=build /venv /venv',
  'COPY . /app',
  ...(stack.collectsStatic
    ? ['RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput']
    : []),
  user,
  `EXPOSE ${stack.port}`,
  exec('CMD', stack.command),
]
