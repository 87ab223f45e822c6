import type { FoundComponent } from './component.ts'
import type { Note } from './note.ts'
import { type Folder, within } from './project-files.ts'
import { type Dockerfile, findLast, readDockerfile } from './read-dockerfile.ts'

/** Why an image may not serve, or not be allowed to run, as its Dockerfile shows. */
export function findImageNotes(folder: Folder, component: FoundComponent): Note[] {
  const path = component.dockerfile?.value
  if (!path) return noDockerfile(component)
  const file = readDockerfile(path, folder.texts.get(path) ?? '')
  return [...developmentServer(file), ...runsAsRoot(component, file), ...noIgnoreFile(folder)]
}

function noDockerfile({ dir, stack }: FoundComponent): Note[] {
  if (!stack) return []
  const note = { id: 'no-dockerfile', message: `${dir} has no Dockerfile` }
  if ('stack' in stack)
    return [{ ...note, severity: 'info', source: stack.because.join(', '), advice: 'init writes one' }]
  const message = `${note.message}, and none can be written: ${stack.reason}`
  return [{ ...note, severity: 'warn', message, source: stack.source, advice: stack.advice }]
}

function developmentServer(file: Dockerfile): Note[] {
  const command = findLast(file, 'CMD') ?? findLast(file, 'ENTRYPOINT')
  const isForDevelopment =
    /--reload|nodemon|runserver|flask["',\s]+run|(npm|pnpm|yarn|bun)["',\s]+(run["',\s]+)?dev|--watch/.test(
      command?.rest ?? '',
    )
  if (!command || !isForDevelopment) return []
  return [
    {
      id: 'development-server',
      severity: 'warn',
      message: 'the image starts a development server',
      source: `${file.path}:${command.line} ${command.name}`,
      advice: 'start the built app, without reloading',
    },
  ]
}

function runsAsRoot({ user, dockerfile }: FoundComponent, file: Dockerfile): Note[] {
  const name = user?.value.split(':')[0]
  if (name && /^\d+$/.test(name) && name !== '0') return []
  const message =
    name && name !== 'root' && name !== '0'
      ? `USER ${name} is a name; Kubernetes needs a number`
      : 'the image runs as root'
  const source = user?.source ?? `${dockerfile?.value}:${findLast(file, 'FROM')?.line ?? 1}`
  return [
    {
      id: 'image-user',
      severity: 'warn',
      message,
      source,
      advice: 'add `USER 10001` (any number but 0) to the last stage',
    },
  ]
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
