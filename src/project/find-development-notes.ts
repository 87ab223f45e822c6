import { type Dockerfile, readCommand, startOf } from '../dockerfile/read-dockerfile.ts'
import type { Note } from './note.ts'
import { type Folder, within } from './project-files.ts'
import { readPackage } from './stacks/read-package.ts'

const forDevelopers =
  /\bvue-cli-service serve\b|\breact-scripts start\b|\bng serve\b|(?:^|\s)vite(?:\s+(?:dev|serve|preview)\b|\s+-|\s*$)|\b(?:nuxt|nuxi|astro|next|remix|react-router) dev\b|\bwebpack(?:-dev-server\b|\s+serve\b)|\bnodemon\b|\bnest start --watch\b|\btsx watch\b/
/** The check of the Dockerfile alone knows these. */
const isNamed = /^dev\b/

/** An image whose command is a script that starts what developers use. */
export function findDevelopmentNotes(file: Dockerfile, { dir, texts }: Folder): Note[] {
  const command = startOf(file)
  const words = (command && readCommand(command.rest)) ?? []
  if (!command || !/^(npm|pnpm|yarn|bun)$/.test(words[0] ?? '')) return []
  const name = words[words[1] === 'run' ? 2 : 1] ?? ''
  const script = readPackage(texts.get(within(dir, 'package.json')) ?? '').scripts[name]
  if (!script || isNamed.test(name) || !forDevelopers.test(script)) return []
  return [
    {
      id: 'development-server',
      severity: 'warn',
      message: `the image starts a development server: \`${name}\` is \`${script}\``,
      source: `${file.path}:${command.line} ${command.name}`,
      advice: 'start the built app, without reloading',
    },
  ]
}
