import { findCopy } from '../dockerfile/find-copy.ts'
import type { Dockerfile, Instruction } from '../dockerfile/read-dockerfile.ts'
import type { Note } from './note.ts'
import { at, type Folder, findMatches, within } from './project-files.ts'
import { fromContext, isBelow } from './stacks/text-of.ts'

type Ground = { file: Dockerfile; context: string; paths: string[] }

/** What sqlx reads while it is compiled has to be in the stage that compiles. */
export const findRustBuildNotes = (folder: Folder, ground: Ground): Note[] =>
  ground.file.stages.some(compiles)
    ? [...uncopiedMigrations(folder, ground), ...uncheckedQueries(folder, ground)]
    : []

const compiles = (stage: Instruction[]) =>
  stage.some(({ name, rest }) => name === 'RUN' && /\bcargo\b.*\bbuild\b/.test(rest))

const isRust = (path: string) => path.endsWith('.rs')
const isThere = ({ file, context }: Ground, path: string) =>
  file.stages.some(
    (stage, index) => compiles(stage) && findCopy(file, String(index), fromContext(context, path)),
  )

function uncopiedMigrations(folder: Folder, ground: Ground): Note[] {
  const [line] = findMatches(folder, isRust, /(?<!\/\/.*)\bmigrate!\(\s*(?:"(?:\.\/)?([\w./-]+?)\/?")?\s*\)/g)
  const place = line && within(folder.dir, line.match[1] ?? 'migrations')
  const migration = ground.paths.find(
    (path) => place && isBelow(place, path) && isBelow(ground.context, path),
  )
  if (!line || !migration || isThere(ground, migration)) return []
  return [
    {
      id: 'not-compiled-in',
      severity: 'warn',
      message: `migrate! reads ${place} while it is compiled, and ${ground.file.path} does not copy it: the build stops`,
      source: at(line),
      advice: `copy ${fromContext(ground.context, place!)} before \`cargo build\``,
    },
  ]
}

function uncheckedQueries(folder: Folder, { file, paths }: Ground): Note[] {
  const [line] = findMatches(folder, isRust, /\b(?:sqlx::)?query(?:_as|_scalar|_file|_file_as)?!\(/g)
  const isPrepared = paths.some((path) => /(^|\/)(\.sqlx\/|sqlx-data\.json$)/.test(path))
  const isReached = file.stages
    .flat()
    .some(({ name, rest }) => name !== 'FROM' && /\bDATABASE_URL\b/.test(rest))
  if (!line || isPrepared || isReached) return []
  return [
    {
      id: 'not-compiled-in',
      severity: 'warn',
      message:
        'query! asks a database while it is compiled, and the build of an image reaches none: it stops',
      source: at(line),
      advice: 'run `cargo sqlx prepare` and commit the folder .sqlx',
    },
  ]
}
