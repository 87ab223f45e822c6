import { describe, expect, it } from 'vitest'
import { component, json } from './detect-texts.ts'

describe('what is started', () => {
  const serve = (scripts: Record<string, string>) => {
    const stack = component({ 'package.json': json({ dependencies: { express: '5' }, scripts }) }).stack
    return stack && 'stack' in stack && 'serve' in stack.stack ? stack.stack.serve : undefined
  }

  it.each<[string, Record<string, string>, string[]]>([
    ['does not watch', { start: 'nodemon server.js' }, ['node', 'server.js']],
    ['does not watch TypeScript either', { start: 'nodemon src/a.ts' }, ['ts-node', 'src/a.ts']],
    ['is what another script runs', { start: 'npm run serve', serve: 'tsc && node a.js' }, ['node', 'a.js']],
    ['is built', { start: 'nest start' }, ['node', 'dist/main.js']],
    [
      'is what developers start, when nothing else is told',
      { dev: 'tsx watch src/a.ts' },
      ['tsx', 'src/a.ts'],
    ],
    [
      'reads no file of the environment, which no image holds',
      { start: 'node --env-file=../.env --env-file .env.local a.js' },
      ['node', 'a.js'],
    ],
    ['comes after the environment', { start: 'cross-env NODE_ENV=production node a.js' }, ['node', 'a.js']],
  ])('%s', (_, scripts, command) => {
    expect(serve(scripts)).toEqual({ kind: 'process', command })
  })

  it('is the program that serves, not the one that seeds', () => {
    const main = 'package main\nfunc main() {\n}\n'
    const { start } = component({ 'go.mod': 'module x', 'cmd/api/main.go': main, 'cmd/seed/main.go': main })
    expect(start?.value).toEqual(['go', 'run', './cmd/api'])
  })

  it.each<[string, string, string[]]>([
    ['an entrypoint with arguments', 'FROM a\nENTRYPOINT ["/app"]\nCMD ["serve"]', ['/app', 'serve']],
    [
      'a shell’s line',
      'FROM a\nCMD alembic upgrade head && uvicorn a:b',
      ['sh', '-c', 'alembic upgrade head && uvicorn a:b'],
    ],
  ])('in the image is %s', (_, text, words) => {
    expect(component({ Dockerfile: text }).runs?.value).toEqual(words)
  })

  it('is a module of the package that the file itself imports', () => {
    const flask = (requirements: string, more: Record<string, string> = {}) =>
      component({
        'requirements.txt': requirements,
        'app/app.py': 'from app.core import create_app\napp = create_app()\n',
        'app/core.py': '',
        ...more,
      }).start?.value.slice(0, 3)
    expect(flask('flask\n')).toEqual(['gunicorn', 'app.app:app', '--bind'])
    expect(flask('flask\n', { Dockerfile: 'FROM python:3' })).toEqual(['flask', '--app', 'app.app:app'])
    expect(flask('flask\ngunicorn\n', { Dockerfile: 'FROM python:3' })?.[0]).toBe('gunicorn')
  })

  it.each<[string, string, string[]]>([
    ['litestar', 'app = create_app()', ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000']],
    [
      'starlette',
      'app = Starlette(debug=True)',
      ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000'],
    ],
    ['quart', 'app = Quart(__name__)', ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '5000']],
    ['sanic', 'app = Sanic("shop")', ['sanic', 'main:app', '--host', '0.0.0.0', '--port', '8000']],
  ])('is the server that speaks as %s does', (name, line, command) => {
    const { stack } = component({ 'requirements.txt': `${name}\n`, 'main.py': `${line}\n` })
    expect(stack).toMatchObject({ stack: { command } })
  })

  it('is an app that a function makes, on the port that it names', () => {
    const { start, stack } = component({
      'requirements.txt': 'flask\n',
      'run.py': 'from app import create_app\napp = create_app()\napp.run(host="0.0.0.0", port=5001)\n',
    })
    expect(start?.value).toEqual(['gunicorn', 'run:app', '--bind', '0.0.0.0:5001'])
    expect(stack).toMatchObject({
      stack: { port: 5001, command: ['gunicorn', 'run:app', '--bind', '0.0.0.0:5001'] },
    })
  })

  it('is the server, not the build tool beside it', () => {
    const texts = {
      'composer.json': '"laravel/framework": "^12"',
      'package.json': json({ devDependencies: { vite: '7' } }),
    }
    const { framework, language, packageManager } = component(texts, ['package-lock.json'])
    expect([framework?.value.name, language?.value, packageManager?.value]).toEqual([
      'Laravel',
      'php',
      'composer',
    ])
  })
})
