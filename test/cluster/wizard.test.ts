import { afterAll, beforeAll, expect, test } from 'vitest'
import { keys, openSession, type Session } from '../cli/pty.ts'
import { facts } from './facts.ts'
import { copyExample, initFlags, type Project } from './project.ts'
import { todosAt } from './todos.ts'

let project: Project
const sessions: Session[] = []

/** The session passes its own environment on. */
function open(...args: string[]): Session {
  Object.assign(process.env, { KUBECONFIG: facts.kubeconfig, NODE_EXTRA_CA_CERTS: facts.authorities })
  const session = openSession(args, project.root)
  sessions.push(session)
  return session
}

beforeAll(async () => {
  project = await copyExample()
})
afterAll(async () => {
  for (const session of sessions) session.kill()
  await project.remove()
})

test('the wizard, answered with a few keys, makes something that up deploys', async () => {
  const wizard = open('init', '--name', project.name, ...initFlags(project.setup))
  await wizard.until('How to continue?')
  wizard.press(keys.enter)
  for (const question of [
    'Namespace',
    'Frontend folder',
    'Frontend container port',
    'Frontend replicas',
    'Backend folder',
  ]) {
    await wizard.until(`? ${question}`)
    wizard.press(keys.enter)
  }
  for (const question of ['Backend container port', 'Backend replicas', 'How is the app reached']) {
    await wizard.until(`? ${question}`)
    wizard.press(keys.enter)
  }
  await wizard.until('? Frontend NodePort')
  wizard.press(String(project.nodePort), keys.enter)
  for (const question of [
    'Secret that holds',
    'Backend secrets',
    'Where do secret',
    'File with',
    'Is this right?',
  ]) {
    await wizard.until(`? ${question}`)
    wizard.press(keys.enter)
  }
  expect(await wizard.exited, wizard.text()).toBe(0)
})

test('up on a terminal shows the pods while they start, and the URL at the end', async () => {
  const session = open('up')
  await session.until('rollout')
  await session.until(`:${project.nodePort}`)
  expect(await session.exited, session.text()).toBe(0)
  expect(await todosAt(project.url).list()).toBeInstanceOf(Array)
})
