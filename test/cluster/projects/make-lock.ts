import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

/** Where the tool of the base image fetches packages: locks name it, so that none is kept in the repository. */
const index = `$(python -c 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)')`

const makers = {
  uv: { reads: 'pyproject.toml', command: 'uv lock' },
  // the registry as a plain index: not every mirror has the pages that poetry asks for otherwise
  poetry: {
    reads: 'pyproject.toml',
    command: `poetry source add --priority primary index "${index}" && poetry lock`,
  },
  pipenv: { reads: 'Pipfile', command: 'pipenv lock' },
} satisfies Record<string, { reads: string; command: string }>

export type LockMaker = keyof typeof makers

/** Locks the packages of a Python project with the tool itself. Docker remembers the answer. */
export async function makeLock(folder: string, by: LockMaker): Promise<void> {
  const { reads, command } = makers[by]
  const image = `k8sdeploy-test/lock-${by}`
  await build(image, folder, [
    'FROM python:3.12-slim',
    `RUN pip install --quiet ${by}`,
    'WORKDIR /lock',
    `COPY ${reads} ./`,
    `RUN ${command}`,
  ])
  const copy = ['run', '--rm', '--volume', `${folder}:/project`, image, 'cp', '-r', '.', '/project']
  await promisify(execFile)('docker', copy)
}

async function build(image: string, folder: string, dockerfile: string[]): Promise<void> {
  const child = spawn('docker', ['build', '--quiet', '--tag', image, '--file', '-', folder], {
    stdio: 'pipe',
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      said += text
    })
  child.stdin.end(`${dockerfile.join('\n')}\n`)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${image} was not built:\n${said}`)
}
