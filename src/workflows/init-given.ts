import { questionFlags } from '../config/question-flags.ts'
import { environmentOf, flagOf } from '../config/question-row.ts'
import { questions } from '../config/questions.ts'
import { readAnswers } from '../config/read-answers.ts'
import type { GivenAnswer } from '../config/resolve-answers.ts'
import { DeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'

export type Given = Map<string, GivenAnswer>

/** Answers given beforehand: an answers file, over it the environment, over it the flags. */
export async function collectGiven(
  flags: { from?: string } & Record<string, unknown>,
  files: Files,
  world: Pick<World, 'env'>,
): Promise<Given> {
  return new Map([...(await fromFile(flags.from, files)), ...fromEnvironment(world.env), ...fromFlags(flags)])
}

function fromFlags(flags: Record<string, unknown>): Given {
  const given = questionFlags.flatMap(({ id, attribute, isList: many }): [string, GivenAnswer][] => {
    const value = flags[attribute]
    if (value === undefined) return []
    const row = questions.find((it) => it.id === id)!
    const single =
      Array.isArray(value) && (!many || row.kind === 'words' || value.length === 1)
        ? String(value.at(-1))
        : undefined
    return [[id, { value: single ?? (value as string | string[]), from: flagOf(row) }]]
  })
  return new Map(given)
}

const fromEnvironment = (env: World['env']): Given =>
  new Map(
    questions.flatMap((row): [string, GivenAnswer][] => {
      const value = env[environmentOf(row)]
      return value === undefined || value === '' ? [] : [[row.id, { value, from: environmentOf(row) }]]
    }),
  )

async function fromFile(path: string | undefined, files: Files): Promise<Given> {
  if (path === undefined) return new Map()
  const text = await files.read(path)
  if (text === undefined) throw noFile(path, files.root, await files.whyAbsent(path))
  const result = readAnswers(text, path, questions)
  if ('answers' in result)
    return new Map([...result.answers].map(([id, value]) => [id, { value, from: path }]))
  const evidence = result.problems.map(
    ({ line, column, message, hint }) => `${path}:${line}:${column} ${message} → ${hint}`,
  )
  const message = `${path} has ${evidence.length === 1 ? 'a problem' : `${evidence.length} problems`}`
  throw new DeployError('USAGE', message, { evidence, hint: 'correct it and run the same command again' })
}

const noFile = (path: string, root: string, other: string | undefined) =>
  new DeployError('USAGE', other ? `${path} is ${other}` : `there is no ${path} in ${root}`, {
    hint: 'name an answers file of the project, relative to its folder',
  })
