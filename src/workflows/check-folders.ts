import type { AnswerProblem } from '../config/check-answers.ts'
import { flagOf } from '../config/question-row.ts'
import type { Resolution } from '../config/resolve-answers.ts'
import type { Look } from './init-look.ts'

/** A folder that images are to be built from has to hold something; an image that is there already needs none. */
export const checkFolders = ({ answers }: Resolution, { paths, project }: Look): AnswerProblem[] =>
  (['frontend', 'backend'] as const).flatMap((role) => {
    const answered = answers.get(`${role}.dir`)
    const dir = String(answered?.value ?? '')
    if (!answered || isFolder(dir, paths) || answers.get(`${role}.image`)?.value) return []
    const candidates = project.roles[role].candidates.map((it) => it.dir)
    return [
      {
        id: answered.row.id,
        flag: flagOf(answered.row),
        message: `there is nothing in \`${dir}\``,
        hint: `Give a folder of the project${candidates.length > 0 ? `, such as ${candidates.join(' or ')}` : ''}.`,
      },
    ]
  })

/** No folder at all is for others to say. */
export const isFolder = (dir: string, paths: string[]): boolean =>
  dir === '' || dir === '.' || paths.some((path) => path.startsWith(`${dir.replace(/\/$/, '')}/`))
