import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { facts } from './facts.ts'

const run = promisify(execFile)

/** Looks at the cluster with other eyes than the product's. */
export async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await run('kubectl', ['--kubeconfig', facts.kubeconfig, ...args], { maxBuffer: 2 ** 26 })
  return stdout
}

export async function fetchObjects<T = Record<string, unknown>>(
  kind: string,
  namespace: string,
): Promise<T[]> {
  const list = await kubectl('get', kind, '--namespace', namespace, '--output', 'json')
  return (JSON.parse(list) as { items: T[] }).items
}

/** `[name, status]` of each release as helm sees it, whatever its status. */
export async function fetchReleases(namespace: string): Promise<[string, string][]> {
  const args = [
    'list',
    '--all',
    '--output',
    'json',
    '--kubeconfig',
    facts.kubeconfig,
    '--namespace',
    namespace,
  ]
  const { stdout } = await run(facts.helm3, args)
  return (JSON.parse(stdout) as { name: string; status: string }[]).map(({ name, status }) => [name, status])
}
