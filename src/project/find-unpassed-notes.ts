import type { FoundComponent } from './component.ts'
import { findDevProxy } from './find-dev-proxy.ts'
import type { Note } from './note.ts'
import { type Folder, isSource } from './project-files.ts'

/** They build a server of their own, and nothing of Vite's proxy is in it. */
const serving = new Set(['Remix', 'React Router', 'TanStack Start', 'SolidStart', 'SvelteKit', 'Qwik City'])
const passing =
  /http-proxy|createProxyMiddleware|httpProxy|proxyRequest|proxyEventHandler|reply\.from\(|fetchRequestHandler/

/** What the development server passes on, the built one answers itself, and has nothing to say. */
export function unpassedNotes(folder: Folder, component: FoundComponent): Note[] {
  const [proxied] = findDevProxy(folder)
  if (!proxied || !serving.has(component.framework?.value.name ?? '') || !servesItself(component)) return []
  if ([...folder.texts].some(([path, text]) => isSource(path) && passing.test(text))) return []
  const paths = proxied.value.map(({ path }) => path).filter((path) => !hasRoute(folder, path))
  if (paths.length === 0) return []
  return [
    {
      id: 'not-passed-on',
      severity: 'warn',
      message: `the development server passes ${paths.join(', ')} on to the backend, and the built one passes nothing on`,
      source: proxied.source,
      advice: 'let a route of its own pass it on to the address in BACKEND_URL',
    },
  ]
}

const servesItself = ({ image, isWebServer, stack }: FoundComponent): boolean =>
  image
    ? !isWebServer
    : stack !== undefined &&
      'stack' in stack &&
      stack.stack.language === 'javascript' &&
      stack.stack.serve.kind === 'process'

/** `routes/api.$.ts`, `routes/api/[...path]/+server.ts`. */
const hasRoute = ({ paths }: Folder, path: string): boolean => {
  const inside = new RegExp(
    `/(?:routes|pages)/(?:.*[/.])?${path.slice(1).replaceAll('/', '[/.]')}[/.].*(?:\\$|\\[\\.\\.\\.)`,
  )
  return paths.some((one) => inside.test(one))
}
