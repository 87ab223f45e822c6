import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { bin, keys, openSession, type Session } from './pty.ts'

const example = join(import.meta.dirname, '../../examples/todo')
const folders: string[] = []
const sessions: Session[] = []

afterEach(() => {
  for (const session of sessions.splice(0)) session.kill()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function copyExample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-init-'))
  folders.push(folder)
  const project = join(folder, 'todo')
  const made = /node_modules|\.k8sdeploy|k8sdeploy\.yaml|\/chart(\/|$)/
  cpSync(example, project, { recursive: true, filter: (path) => !made.test(path.slice(example.length)) })
  return project
}

const open = (project: string, size?: { columns: number; rows: number }) => {
  const session = openSession(['init'], project, size)
  sessions.push(session)
  return session
}

const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )

const run = (args: string[], cwd: string, env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8', env: { ...process.env, ...env } })

describe('init on a terminal', () => {
  it('asks, shows the plan, writes, and prints the command that does the same', async () => {
    const [project, copy] = [copyExample(), copyExample()]
    const session = open(project)
    await session.until('How to continue?')
    session.press(keys.enter)
    for (const question of ['Application name', 'Namespace', 'Frontend folder', 'Frontend container port']) {
      await session.until(`? ${question}`)
      session.press(keys.enter)
    }
    await session.until('? Frontend replicas')
    session.press('3', keys.enter)
    for (const question of [
      'Backend folder',
      'Backend container port',
      'Backend replicas',
      'How is the app reached',
      'Frontend NodePort',
      'Secret that holds the database',
      'Backend secrets',
      'Where do secret values',
      'File with secret',
    ]) {
      await session.until(`? ${question}`)
      session.press(keys.enter)
    }
    await session.until('Is this right?')
    expect(filesIn(project)).toEqual(filesIn(copy))
    session.press(keys.enter)
    expect(await session.exited).toBe(0)
    const command = /k8sdeploy init --yes[^\n]*(?:\\\n[^\n]*)*/.exec(session.text())?.[0] ?? ''
    expect(command).toContain('--frontend-replicas 3')
    execFileSync('sh', ['-c', command.replace('k8sdeploy', `"${process.execPath}" "${bin}"`)], {
      cwd: copy,
      stdio: 'pipe',
    })
    expect(filesIn(copy)).toEqual(filesIn(project))
  })

  it('goes back with Esc and <, refuses what is not valid, and edits from the plan', async () => {
    const project = copyExample()
    const session = open(project)
    await session.until('How to continue?')
    session.press(keys.enter)
    await session.until('? Application name')
    session.press(keys.enter)
    await session.until('? Namespace')
    session.press(keys.escape)
    await session.until('? Application name')
    session.press('My_App', keys.enter)
    await session.until('holds something other than lower-case letters')
    session.press(...Array<string>(6).fill('\u007f'), 'shop', keys.enter)
    await session.until('? Namespace')
    session.press('<', keys.enter)
    await session.until('? Application name')
    session.press(keys.escape)
    await session.until('How to continue?')
    session.press(keys.down, keys.down, keys.enter)
    await session.until('Is this right?')
    session.press('e')
    await session.until('? Which answer?')
    session.press(keys.down, keys.enter)
    await session.until('? Namespace')
    session.press('market', keys.enter)
    await session.until('Is this right?')
    session.press(keys.enter)
    expect(await session.exited).toBe(0)
    expect(filesIn(project)['k8sdeploy.yaml']).toMatch(/name: shop\nnamespace: market/)
  })

  it.each([
    ['at the first question', 0],
    ['in the middle', 4],
    ['on the plan', 99],
  ])('leaves nothing behind after Ctrl-C %s', async (_, answers) => {
    const project = copyExample()
    const before = filesIn(project)
    const session = open(project, { columns: 40, rows: 24 })
    await session.until('How to continue?')
    if (answers === 99) {
      session.press(keys.down, keys.down, keys.enter)
      await session.until('Is this right?')
    } else if (answers > 0) {
      session.press(keys.enter)
      for (const question of ['Application name', 'Namespace', 'Frontend folder'].slice(0, answers)) {
        await session.until(`? ${question}`)
        session.press(keys.enter)
      }
      await session.until('? Frontend container port')
    }
    session.press(keys.interrupt)
    expect(await session.exited).toBe(130)
    expect(session.text()).toContain('nothing was written')
    expect(filesIn(project)).toEqual(before)
  })
})

describe('init without a terminal', () => {
  it('needs no flag for the example', () => {
    const project = copyExample()
    const { status, stdout } = run(['init', '--yes', '-o', 'json'], project)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'k8sdeploy/init/1', status: 'written', questions: [] })
  })

  it('lists every missing answer at once and exits with 4', () => {
    const project = copyExample()
    rmSync(join(project, 'backend'), { recursive: true })
    const { status, stdout, stderr } = run(['init', '--no-input', '-o', 'json'], project)
    expect(status).toBe(4)
    expect(JSON.parse(stdout).missing.map(({ flag }: { flag: string }) => flag)).toEqual([
      '--backend-dir',
      '--backend-port',
    ])
    expect(stderr).toContain('--backend-port')
  })

  it('takes answers from the environment', () => {
    const project = copyExample()
    run(['init', '--yes'], project, { K8SDEPLOY_NAME: 'from-env' })
    expect(filesIn(project)['k8sdeploy.yaml']).toContain('name: from-env')
  })

  it('offers every question as a flag', () => {
    const { stdout } = run(['init', '--help'], tmpdir())
    for (const flag of [
      '--frontend-port <number>',
      '--backend-memory-limit',
      '--access <choice>',
      '--chart-version',
    ])
      expect(stdout).toContain(flag)
  })
})
