import type { ProxyRule } from './stack.ts'

/** Beside the Dockerfile; the image build puts it in the place of the project's own. */
export const nextConfigFile = (own: string | undefined): string =>
  isTyped(own) ? 'next.config.k8sdeploy.ts' : 'next.config.k8sdeploy.mjs'

/** What Next looks for: it takes the first that is there, so the project's own has to step aside. */
export const wrappedName = (own: string | undefined): string =>
  isTyped(own) ? 'next.config.ts' : 'next.config.mjs'

export const asideName = (own: string): string => own.replace(/^next\.config/, 'next.config.own')

const isTyped = (own: string | undefined) => own?.endsWith('ts') ?? false

const withoutSlash = (path: string) => path.replace(/\/$/, '')

const rewrite = ({ path, to }: ProxyRule) =>
  `  { source: '${withoutSlash(path)}/:path*', destination: \`\${backend}${withoutSlash(to)}/:path*\`, basePath: false },`

/**
 * The project's own settings with one more rewrite behind all others: what no page and no route of its own answers goes
 * to the backend.
 */
export const renderNextConfig = (own: string | undefined, rules: ProxyRule[]): string => `${head(own)}
const backend = env.BACKEND_URL
const passedOn = [
${rules.map(rewrite).join('\n')}
]

export default async (phase, context) => {
  const config = (typeof own === 'function' ? await own(phase, context) : await own) ?? {}
  return {
    ...config,
    async rewrites() {
      const theirs = (await config.rewrites?.()) ?? []
      const before = Array.isArray(theirs) ? { afterFiles: theirs } : theirs
      return { ...before, fallback: [...(before.fallback ?? []), ...(backend ? passedOn : [])] }
    },
  }
}
`

const environment = "'node:process'"

const head = (own: string | undefined): string => `${isTyped(own) ? '// @ts-nocheck\n' : ''}\
// The Dockerfile puts this around the project's own next.config, so that browsers ask one origin for pages and API.
import { env } from ${environment}
${own === undefined ? 'const own = {}' : `import own from './${isTyped(own) ? asideName(own).replace(/\.ts$/, '') : asideName(own)}'`}
`
