import { copyInPlace, exec, user } from '../lines.ts'
import type { PythonStack } from '../stack.ts'

const apt = (packages: string) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*`

const install: Record<PythonStack['manager'], (stack: PythonStack) => string[]> = {
  pip: ({ manifests }) => [`RUN pip install ${requirements(manifests)}`],
  uv: ({ lock, dir }) => [
    'RUN pip install uv',
    `RUN ${inFolder(dir)}UV_PROJECT_ENVIRONMENT=/venv uv sync ${lock ? '--frozen ' : ''}--no-dev --no-install-project`,
  ],
  poetry: ({ dir }) => [
    'RUN pip install poetry',
    `RUN ${inFolder(dir)}poetry install --only main --no-root --no-interaction`,
  ],
  pipenv: ({ lock, dir }) => [
    'RUN pip install pipenv',
    `RUN ${inFolder(dir)}pipenv requirements${lock ? '' : ' --from-pipfile'} > /tmp/requirements.txt && pip install -r /tmp/requirements.txt`,
  ],
}

const inFolder = (dir: string) => (dir === '.' ? '' : `cd ${dir} && `)
const requirements = (manifests: string[]) =>
  manifests.map((path) => (path.endsWith('.txt') ? `-r ${path}` : '.')).join(' ')

/** Packages go into a virtual environment, which is all that the image takes from the build. */
export const python = (stack: PythonStack): string[] => [
  `FROM python:${stack.version}-slim AS build`,
  ...(stack.needsCompiler ? [apt('gcc libc6-dev libpq-dev pkg-config')] : []),
  'ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore',
  'RUN python -m venv /venv',
  'ENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH',
  'WORKDIR /app',
  ...copyInPlace([...stack.manifests, ...(stack.lock ? [stack.lock] : [])]),
  ...install[stack.manager](stack),
  ...(stack.extraPackages.length > 0 ? [`RUN pip install ${stack.extraPackages.join(' ')}`] : []),
  '',
  `FROM python:${stack.version}-slim`,
  ...(stack.needsCompiler ? [apt('libpq5')] : []),
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
