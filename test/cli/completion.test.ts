import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bin } from './pty.ts'

const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-completion-'))
const project = join(folder, 'my shop')
const context = (name: string) => ({ name, context: { cluster: 'c', user: 'u' } })
const arn = 'arn:aws:eks:eu-central-1:123456789012:cluster/shop'

/** The command in PATH, a kubeconfig whose cluster nobody answers for, and a project with environments. */
beforeAll(() => {
  const path = join(folder, 'k8sdeploy')
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`)
  chmodSync(path, 0o755)
  mkdirSync(project)
  const config =
    'name: shop\nfrontend: {port: 3000}\nbackend: {port: 8000}\nenvironments: {staging: {}, live: {}}\n'
  writeFileSync(join(project, 'k8sdeploy.yaml'), config)
  const kubeconfig = {
    contexts: [context('kind-dev'), context(arn)],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user: {} }],
    'current-context': 'kind-dev',
  }
  writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = (): Record<string, string> => ({
  PATH: `${folder}${delimiter}${process.env['PATH']}`,
  HOME: folder,
  KUBECONFIG: join(folder, 'kubeconfig'),
  TERM: 'dumb',
})
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

/** A real shell on a real terminal: what it shows after the line was typed, without colours and cursor movements. */
const type = (
  shell: string,
  args: string[],
  setup: string,
  line: string,
  wanted: string,
): Promise<string> => {
  const child = spawn(shell, args, { cwd: project, cols: 300, rows: 50, env: env() })
  return new Promise((resolve, reject) => {
    let [text, from] = ['', 0]
    const giveUp = setTimeout(() => child.kill(), 60_000)
    child.onExit(() => reject(new Error(`${wanted} never came:\n${text}`)))
    child.onData((data) => {
      text = `${text}${data}`.replace(sequences, '')
      // the words are joined only in what is written, not in what is typed
      if (from === 0 && text.includes('is ready')) {
        from = text.length
        child.write(line)
      }
      if (from === 0 || !text.slice(from).includes(wanted)) return
      clearTimeout(giveUp)
      resolve(text)
      child.kill()
    })
    child.write(`${setup}; echo "is" ready\r`)
  })
}
const sequences = /\u001b(?:\[[0-9;?>]*[A-Za-z]|\][^\u0007]*\u0007|[=>])|\u0007/g

const typed: [string, string, string][] = [
  ['a command', 'k8sdeploy stat\t', 'k8sdeploy status '],
  ['a flag', 'k8sdeploy up --dry\t', 'k8sdeploy up --dry-run '],
  ['a context', 'k8sdeploy up --context ki\t', 'k8sdeploy up --context kind-dev '],
  ['a context with colons', 'k8sdeploy up --context arn:aws:e\t', `k8sdeploy up --context ${arn} `],
  ['a context behind an equals sign', 'k8sdeploy up --context=ki\t', 'k8sdeploy up --context=kind-dev '],
  ['an environment', 'k8sdeploy status --env st\t', 'k8sdeploy status --env staging '],
  ['a folder with a blank', `k8sdeploy -C ${folder}/my\t`, `k8sdeploy -C ${folder}/my\\ shop/`],
  ['a cluster that nobody answers for', 'k8sdeploy status -n a\t\x15echo "still" here\r', 'still here'],
]

it.skipIf(!has('bash')).each(typed)('bash completes %s', async (_, line, wanted) => {
  const setup = `bind 'set bell-style none'; eval "$(k8sdeploy completion bash)"`
  expect(await type('bash', ['--norc', '--noprofile', '-i'], setup, line, wanted)).not.toMatch(
    /not found|error/,
  )
})

it.skipIf(!has('zsh')).each(typed)('zsh completes %s', async (_, line, wanted) => {
  const setup = `autoload -Uz compinit; compinit -u -D; eval "$(k8sdeploy completion zsh)"`
  expect(await type('zsh', ['-f', '-i'], setup, line, wanted.trimEnd())).not.toMatch(/not found|error/)
})

it.skipIf(!has('fish')).each<[string, string, string[]]>([
  [
    'a command',
    'k8sdeploy stat',
    ['status\tshow the eight entities of the deploy, their states, and which rules hold'],
  ],
  ['contexts', 'k8sdeploy up --context ', [arn, 'kind-dev']],
  ['environments', 'k8sdeploy status --env ', ['live', 'staging']],
  ['a folder', `k8sdeploy -C ${folder}/my`, [`${folder}/my shop/`]],
  ['nothing without a cluster', 'k8sdeploy status -n ', []],
])('fish completes %s', (_, line, values) => {
  const script = `k8sdeploy completion fish | source; complete -C '${line}'`
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], { cwd: project, env: env() })
  const lines = String(stdout)
    .split('\n')
    .filter((one) => one !== '')
  expect([lines.map((one) => one.replace(/\tDirectory$/, '')).sort(), String(stderr)]).toEqual([values, ''])
})

it.each(['bash', 'zsh', 'fish'])('the script for %s is one that it understands', (shell) => {
  const { stdout } = spawnSync(process.execPath, [bin, 'completion', shell], { encoding: 'utf8' })
  expect(stdout).toContain('k8sdeploy __complete')
  const script = join(folder, `script.${shell}`)
  writeFileSync(script, stdout)
  if (has(shell)) expect(spawnSync(shell, ['-n', script]).status).toBe(0)
})
