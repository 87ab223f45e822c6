import type { Config } from '../config/config.ts'
import type { Problem } from '../config/problem.ts'
import { readConfig } from '../config/read-config.ts'
import { DeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'
import { printable } from '../views/printable.ts'
import { concealDeclared } from './conceal-declared.ts'

export const configFile = 'k8sdeploy.yaml'

/** The project's config, or one error that lists every problem with its line and fix. */
export async function loadConfig(
  files: Files,
  world: Pick<World, 'env' | 'secrets'>,
): Promise<{ config: Config; text: string }> {
  const text = await files.read(configFile)
  if (text === undefined) throw await missingConfig(files)
  const result = readConfig(text, configFile)
  if ('config' in result) {
    await concealDeclared(result.config, files, world)
    return { config: result.config, text }
  }
  const evidence = result.problems.map(lineOf)
  const count = evidence.length === 1 ? 'a problem' : `${evidence.length} problems`
  throw new DeployError('CONFIG_INVALID', `${configFile} has ${count}`, {
    evidence,
    hint: 'correct it and run the same command again',
  })
}

/** A long list of what would be valid is told once. */
function lineOf({ path, line, column, message, hint }: Problem, index: number, all: Problem[]): string {
  const isTold = hint.length > 60 && all.slice(0, index).some((before) => before.hint === hint)
  const subject = path && `${printable(path)}: `
  return `${configFile}:${line}:${column} ${subject}${printable(message)}${hint && !isTold ? ` → ${hint}` : ''}`
}

async function missingConfig(files: Files): Promise<DeployError> {
  const other = await files.whyAbsent(configFile)
  if (other)
    return new DeployError('CONFIG_INVALID', `${configFile} in ${files.root} is ${other}`, {
      hint: 'put the file itself there, or move that away and let k8sdeploy write one',
      next: [`ls -ld ${configFile}`, 'k8sdeploy init'],
    })
  return new DeployError('CONFIG_INVALID', `there is no ${configFile} in ${files.root}`, {
    hint: 'let k8sdeploy look at the project and write one, or name the folder with --cwd',
    next: ['k8sdeploy init'],
  })
}
