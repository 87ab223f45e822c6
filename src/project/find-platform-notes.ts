import type { FoundComponent } from './component.ts'
import type { Note } from './note.ts'
import { type Folder, within } from './project-files.ts'

/** Places that run functions, not servers: code for them has nothing that a container could start. */
const platforms: { name: string; packages: string[]; files: string[] }[] = [
  {
    name: 'Cloudflare Workers',
    packages: ['@cloudflare/workers-types', 'wrangler'],
    files: ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'],
  },
  {
    name: 'AWS Lambda',
    packages: ['serverless', 'sst', 'mangum', 'aws-lambda'],
    files: ['serverless.yml', 'template.yaml', 'sst.config.ts'],
  },
  { name: 'Firebase Functions', packages: ['firebase-functions'], files: [] },
  { name: 'Netlify Functions', packages: ['@netlify/functions'], files: [] },
  { name: 'Vercel Functions', packages: ['@vercel/node'], files: [] },
  { name: 'Convex', packages: ['convex'], files: [] },
]

/** Only where nothing else says how it could be started. */
export function findPlatformNotes({ dir, paths }: Folder, component: FoundComponent): Note[] {
  const { dockerfile, stack, installed, start } = component
  if (dockerfile || start || (stack && 'stack' in stack)) return []
  return platforms.flatMap(({ name, packages, files }) => {
    const file = files.map((it) => within(dir, it)).find((path) => paths.includes(path))
    const pack = packages.find((it) => installed.includes(it))
    if (!file && !pack) return []
    return [
      {
        id: 'other-platform',
        severity: 'warn',
        message: `${dir} is written for ${name}: there is no server in it that a container could start`,
        source: file ?? `${within(dir, 'package.json')} ${pack}`,
        advice: 'not deployable as it is: add an entry that listens on a port, and a start script for it',
      },
    ]
  })
}
