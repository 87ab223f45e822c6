import { copySources, covers } from '../dockerfile/copy-sources.ts'
import type { Dockerfile, Instruction } from '../dockerfile/read-dockerfile.ts'
import { folderOf } from './find-folders.ts'
import { inProject } from './in-project.ts'
import type { Note } from './note.ts'
import { type Folder, within } from './project-files.ts'
import { readPackage } from './stacks/read-package.ts'
import { fromContext, isBelow } from './stacks/text-of.ts'
import { usesPrisma } from './stacks/workspace-prisma.ts'

const makes = /\bgenerate\b|\bprisma db push\b|\bprisma migrate dev\b|\.sh\b/
const installs = /\b(?:npm (?:ci|install|i)|(?:pnpm|yarn|bun) (?:install|i)|yarn)(?:\s|$)/
const lifecycle = ['install', 'postinstall', 'prepare', 'prebuild', 'postbuild', 'prestart']

/** An install makes Prisma's client where the schema is there already; nothing else does by itself. */
export function findPrismaNotes(
  folder: Folder,
  file: Dockerfile,
  { context, texts }: { context: string; texts: Folder['texts'] },
): Note[] {
  const pack = readPackage(folder.texts.get(within(folder.dir, 'package.json')) ?? '')
  const schema = folder.paths.find((path) => path.endsWith('schema.prisma') && isBelow(context, path))
  const run = file.stages.flat().filter(({ name }) => /^(RUN|CMD|ENTRYPOINT)$/.test(name))
  if (!usesPrisma(pack) || !schema || isKept(schema, folder)) return []
  const words = run.flatMap(({ rest }) => rest.match(/[\w:-]+/g) ?? [])
  const all = [...texts].filter(([path]) => /(^|\/)package\.json$/.test(path))
  const called = all.flatMap(([, text]) => {
    const { scripts } = readPackage(text)
    return [...lifecycle, ...words].map((name) => scripts[name] ?? '')
  })
  const inside = fromContext(context, schema)
  const install = file.stages.flat().find(isInstall)
  if (!install || [...run.map(({ rest }) => rest), ...called].some((it) => makes.test(it))) return []
  if (file.stages.some((stage) => isThereBefore(stage, inside))) return []
  return [
    {
      id: 'no-prisma-client',
      severity: 'warn',
      message: `nothing makes Prisma’s client: ${schema} comes into the image after the install that would`,
      source: `${file.path}:${install.line} RUN`,
      advice: 'add `RUN npx prisma generate` behind the line that copies the schema',
    },
  ]
}

const isInstall = ({ name, rest }: Instruction) => name === 'RUN' && installs.test(rest)

const isThereBefore = (stage: Instruction[], schema: string): boolean => {
  const before = stage.slice(0, Math.max(stage.findIndex(isInstall), 0))
  return before.some((one) => copySources(one).some((source) => covers(source, schema)))
}

/** The client is part of the project. */
function isKept(schema: string, { paths, texts }: Folder): boolean {
  const output = /^\s*output\s*=\s*"([^"]+)"/m.exec(texts.get(schema) ?? '')?.[1]
  const place = output && inProject(folderOf(schema), output)
  return place !== undefined && place !== '' && paths.some((path) => isBelow(place, path))
}
