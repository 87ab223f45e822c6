import { describe, expect, it } from 'vitest'
import type { Look } from '../../src/workflows/init-look.ts'
import { suggestMigrations } from '../../src/workflows/init-suggest-migrations.ts'
import { detect } from '../project/detect-texts.ts'

const suggested = (texts: Record<string, string>, paths: string[] = []) => {
  const project = detect({ 'api/requirements.txt': 'fastapi\nalembic\npsycopg\n', ...texts }, [
    'api/alembic.ini',
    ...paths,
  ])
  const look: Look = { folder: 'x', paths: [...Object.keys(texts), ...paths], project, written: {} }
  return suggestMigrations(project.components.find(({ dir }) => dir === 'api')!, look)?.value
}

const image = (...lines: string[]) => ({ 'api/Dockerfile': ['FROM python:3.13', ...lines].join('\n') })
const alembic = ['alembic', 'upgrade', 'head']

describe('migrations are run with an image of the project’s own', () => {
  it.each<[string, Record<string, string>, string[] | undefined]>([
    [
      'where pip installed the tool',
      image('COPY . .', 'RUN pip install -r requirements.txt', 'CMD ["uvicorn", "a:b"]'),
      alembic,
    ],
    [
      'as its server is run',
      image('COPY . .', 'RUN uv sync', 'CMD ["uv", "run", "uvicorn", "a:b"]'),
      ['uv', 'run', ...alembic],
    ],
    [
      'not where nobody finds the tool',
      image('COPY . .', 'RUN uv sync', 'CMD ["/app/.venv/bin/uvicorn", "a:b"]'),
      undefined,
    ],
    [
      'where PATH has the tool',
      image('ENV PATH=/app/.venv/bin:$PATH', 'COPY . .', 'RUN uv sync', 'CMD ["uvicorn", "a:b"]'),
      alembic,
    ],
    [
      'not where the image lacks their settings',
      image('COPY app app', 'RUN pip install -r requirements.txt', 'CMD ["uvicorn", "a:b"]'),
      undefined,
    ],
    [
      'as compose runs them once',
      {
        ...image('COPY app app', 'CMD ["uvicorn", "a:b"]'),
        'compose.yaml': 'services:\n  migrate:\n    build: ./api\n    command: ["sh", "up.sh"]\n',
      },
      ['sh', 'up.sh'],
    ],
    [
      'not as compose runs them with another stage',
      {
        ...image('AS tool', 'CMD ["up"]', 'FROM python:3.13', 'COPY app app', 'CMD ["uvicorn", "a:b"]'),
        'compose.yaml':
          'services:\n  migrate:\n    build:\n      context: ./api\n      target: tool\n    command: ["up"]\n',
      },
      undefined,
    ],
  ])('%s', (_, texts, command) => {
    expect(suggested(texts)).toEqual(command)
  })
})
