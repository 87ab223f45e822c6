import { checkDockerfile } from '../dockerfile/check-dockerfile.ts'
import { type Dockerfile, findLast, readDockerfile } from '../dockerfile/read-dockerfile.ts'
import type { FoundComponent } from './component.ts'
import type { Note } from './note.ts'
import { type Folder, within } from './project-files.ts'

/** Why an image may not be built, not serve, or not be allowed to run, as its Dockerfile shows. */
export function findImageNotes(folder: Folder, component: FoundComponent): Note[] {
  const path = component.dockerfile?.value
  if (!path) return noDockerfile(component)
  const file = readDockerfile(path, folder.texts.get(path) ?? '')
  const inside = (one: string) => (folder.dir === '.' ? one : one.slice(folder.dir.length + 1))
  const problems = checkDockerfile(file, {
    context: folder.paths.map(inside),
    framework: component.framework?.value.name,
    isStandalone: isStandalone(folder, component),
  })
  const notes = problems.map(({ line, ...note }) => ({ ...note, source: `${path}:${line}` }))
  return [...notes, ...noCommand(file), ...noIgnoreFile(folder)]
}

const bare =
  /^(?:\S+\/)?(python|node|ruby|golang|openjdk|eclipse-temurin|php|debian|ubuntu|alpine|rust|elixir)(:|@|$)/

/** A language's own image starts its prompt, finds no terminal, and ends. */
function noCommand(file: Dockerfile): Note[] {
  const from = file.last.find(({ name }) => name === 'FROM')
  const base = from?.rest.replace(/^--\S+\s+/, '').split(/\s+/)[0] ?? ''
  if (!from || !bare.test(base) || findLast(file, 'CMD') || findLast(file, 'ENTRYPOINT')) return []
  return [
    {
      id: 'no-command',
      severity: 'warn',
      message: `the image starts nothing of its own: no CMD after FROM ${base}`,
      source: `${file.path}:${from.line}`,
      advice:
        'add a CMD in exec form that starts the server; what compose gives as `command` is not in the image',
    },
  ]
}

function isStandalone({ texts }: Folder, { framework }: FoundComponent): boolean | undefined {
  if (framework?.value.name !== 'Next.js') return undefined
  const configs = [...texts].filter(([path]) => /(^|\/)next\.config\.\w+$/.test(path))
  return configs.some(([, text]) => /\boutput\s*:\s*["']standalone["']/.test(text))
}

function noDockerfile({ dir, stack }: FoundComponent): Note[] {
  if (!stack) return []
  const note = { id: 'no-dockerfile', message: `${dir} has no Dockerfile` }
  if ('stack' in stack)
    return [{ ...note, severity: 'info', source: stack.because.join(', '), advice: 'init writes one' }]
  const message = `${note.message}, and none can be written: ${stack.reason}`
  return [{ ...note, severity: 'warn', message, source: stack.source, advice: stack.advice }]
}

const noIgnoreFile = ({ dir, paths }: Folder): Note[] =>
  paths.includes(within(dir, '.dockerignore'))
    ? []
    : [
        {
          id: 'no-dockerignore',
          severity: 'info',
          message: `${dir} has no .dockerignore`,
          source: dir,
          advice: 'init writes one',
        },
      ]
