import { describe, expect, it } from 'vitest'
import type { PythonStack } from '../../src/dockerfile/stack.ts'
import { withPort } from '../../src/dockerfile/with-port.ts'

const python = (...command: string[]): PythonStack => ({
  language: 'python',
  dir: '.',
  port: 8000,
  buildArgs: [],
  version: '3.13',
  manager: 'pip',
  manifests: [],
  extraPackages: [],
  needsCompiler: false,
  needsLibpq: false,
  collectsStatic: false,
  command,
})

describe('a start command on another port', () => {
  it.each([
    ['an option', ['uvicorn', 'a:b', '--port', '8000'], ['uvicorn', 'a:b', '--port', '9000']],
    ['an option with its value', ['uvicorn', '--port=8000'], ['uvicorn', '--port=9000']],
    ['an address', ['gunicorn', '--bind', '0.0.0.0:8000'], ['gunicorn', '--bind', '0.0.0.0:9000']],
    [
      'a number that is no port',
      ['gunicorn', '--max-requests', '8000'],
      ['gunicorn', '--max-requests', '8000'],
    ],
  ])('%s', (_, command, expected) => {
    expect(withPort(python(...command), 9000)).toMatchObject({ port: 9000, command: expected })
  })
})
