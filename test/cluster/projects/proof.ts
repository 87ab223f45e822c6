import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { facts } from '../facts.ts'
import { fetchObjects } from '../kubectl.ts'
import type { Project } from '../project.ts'

type Deployment = {
  metadata: { name: string }
  spec: { template: { spec: { containers: { image: string }[] } } }
}

const docker = async (...args: string[]) => (await promisify(execFile)('docker', args)).stdout.trim()

/** The images that a project runs, the frontend's first. */
export async function runningImages({ namespace }: Project): Promise<string[]> {
  const deployments = await fetchObjects<Deployment>('deployments', namespace)
  return deployments
    .toSorted((one, other) => (one.metadata.name < other.metadata.name ? 1 : -1))
    .map(({ spec }) => spec.template.spec.containers[0]!.image)
}

export const megabytesOf = async (image: string): Promise<number> =>
  Math.round(Number(await docker('image', 'inspect', '--format', '{{.Size}}', image)) / 1e6)

/** The images of a changed project go with their layers; of the first ones the layers stay, as the next run's cache. */
export async function removeImages(first: string[], changed: string[]): Promise<void> {
  const unused = changed.filter((image) => !first.includes(image))
  if (unused.length > 0) await docker('rmi', ...unused)
  await docker('rmi', '--no-prune', ...first)
  const { containerdSocket: socket } = facts
  await promisify(execFile)('ctr', [
    '--address',
    socket,
    '--namespace',
    'k8s.io',
    'images',
    'rm',
    ...first,
    ...unused,
  ])
}

/** Asks until the answer holds the text: a Service may take a moment to follow its pods. */
export async function answerWith(url: string, text: string, patience = 30_000): Promise<string> {
  const until = Date.now() + patience
  let last = ''
  do {
    last = await fetch(url).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      (error: Error) => String(error.cause ?? error),
    )
    if (last.includes(text)) return last
    await new Promise((resolve) => setTimeout(resolve, 200))
  } while (Date.now() < until)
  return last
}

export async function postTo(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`)
}

const asset = /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"#]+\.(?:m?js|css)[^"]*)"/g

/** The scripts and styles that a page names and its own address does not have: a web server may answer with a page instead. */
export async function missingAssets(url: string): Promise<string[]> {
  const page = await (await fetch(url)).text()
  const addresses = [...page.matchAll(asset)].map(([, path]) => new URL(path!, url))
  const answers = await Promise.all(
    addresses.filter(({ origin }) => origin === new URL(url).origin).map((one) => fetch(one)),
  )
  return answers
    .filter(({ ok, headers }) => !ok || headers.get('content-type')?.startsWith('text/html'))
    .map((answer) => answer.url)
}
