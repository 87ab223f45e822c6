import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { childEnv } from '../../src/host/child-env.ts'
import { redactor } from '../../src/host/redact.ts'
import { runTool } from '../../src/host/run-tool.ts'

const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-tool-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const tool = (name: string, body: string) => {
  const file = join(dir, name)
  writeFileSync(file, `#!/usr/bin/env node\n${body}`)
  chmodSync(file, 0o755)
  return { file, env: process.env }
}

describe('a tool', () => {
  it('gets its arguments as they are, its input, and answers with its exit code', async () => {
    const echo = tool(
      'echo',
      "let t='';process.stdin.on('data',d=>t+=d).on('end',()=>{console.log(JSON.stringify([process.argv.slice(2),t]));process.exitCode=3})",
    )
    const { exitCode, stdout } = await runTool(echo, { args: ['a b', '$(c)', '--x={}'], input: 'p@ss,a={}' })
    expect(exitCode).toBe(3)
    expect(JSON.parse(stdout)).toEqual([['a b', '$(c)', '--x={}'], 'p@ss,a={}'])
  })

  it('tells its lines as they come, masked and without escapes', async () => {
    redactor.conceal('canary-of-run-tool')
    const noisy = tool(
      'noisy',
      "process.stdout.write('one\\r\\n\\u001b[32mtwo canary-of-');setTimeout(()=>process.stdout.write('run-tool\\u001b[0m\\nlast'),20)",
    )
    const lines: string[] = []
    await runTool(noisy, { args: [], onLine: (line) => lines.push(line) })
    expect(lines).toEqual(['one', 'two ••••••', 'last'])
  })

  it('that is missing is said to be missing', async () => {
    await expect(runTool({ file: join(dir, 'nope'), env: {} }, { args: [] })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
    })
  })

  it('that is patient is told once and left to finish', async () => {
    const slow = tool(
      'slow',
      "process.on('SIGTERM',()=>{console.log('told');setTimeout(()=>{console.log('recorded');process.exit(1)},50)});console.log('ready');setInterval(()=>{},1000)",
    )
    const abort = new AbortController()
    const lines: string[] = []
    const run = runTool(slow, {
      args: [],
      ending: 'patient',
      signal: abort.signal,
      onLine: (line) => {
        lines.push(line)
        if (line === 'ready') abort.abort('SIGINT')
      },
    })
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(lines).toEqual(['ready', 'told', 'recorded'])
  })

  it.each([
    ['SIGINT', 'CANCELLED'],
    ['SIGTERM', 'TERMINATED'],
  ])('that is ended by %s is %s', async (reason, code) => {
    const abort = new AbortController()
    const forever = tool('forever', "console.log('ready');setInterval(()=>{},1000)")
    const run = runTool(forever, { args: [], signal: abort.signal, onLine: () => abort.abort(reason) })
    await expect(run).rejects.toMatchObject({ code })
  })
})

describe('a tool that hangs', () => {
  it('is not waited for by way of what it has started', async () => {
    const parent = tool(
      'parent',
      "require('child_process').spawn(process.execPath,['-e','setTimeout(()=>{},60000)'],{stdio:'inherit'});setInterval(()=>{},1000)",
    )
    const run = runTool(parent, { args: [], timeoutMs: 1000 })
    await expect(run).rejects.toMatchObject({ message: expect.stringMatching(/gave no answer within 1 s/) })
  })
})

describe('the environment of children', () => {
  it('holds what they need and none of the user’s secrets', () => {
    const env = {
      PATH: '/bin',
      HOME: '/h',
      DOCKER_HOST: 'x',
      HTTPS_PROXY: 'p',
      LC_ALL: 'C',
      XDG_CACHE_HOME: '/c',
      DATABASE_URL: 's',
      KUBECONFIG: 'k',
      HELM_DRIVER: 'sql',
      NPM_TOKEN: 't',
      DOCKER_AUTH_CONFIG: 'a',
      NODE_DEBUG: 'execa',
      NODE_OPTIONS: '--x',
    }
    expect(Object.keys(childEnv(env, { EXTRA: '1' })).sort()).toEqual([
      'DOCKER_HOST',
      'EXTRA',
      'HOME',
      'HTTPS_PROXY',
      'LC_ALL',
      'PATH',
      'XDG_CACHE_HOME',
    ])
  })
})
