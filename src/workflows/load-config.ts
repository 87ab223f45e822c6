import type { Config } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import { DeployError } from '../errors.ts'
import type { Files } from '../ports.ts'

export const configFile = 'k8sdeploy.yaml'

/** The project's config, or one error that lists every problem with its line and fix. */
export async function loadConfig(files: Files): Promise<{ config: Config; text: string }> {
  const text = await files.read(configFile)
  if (text === undefined) throw missingConfig(files.root)
  const result = readConfig(text, configFile)
  if ('config' in result) return { config: result.config, text }
  const evidence = result.problems.map(
    ({ path, line, column, message, hint }) =>
      `${configFile}:${line}:${column} ${path && `${printable(path)}: `}${printable(message)}${hint ? ` → ${hint}` : ''}`,
  )
  const count = evidence.length === 1 ? 'a problem' : `${evidence.length} problems`
  throw new DeployError('CONFIG_INVALID', `${configFile} has ${count}`, {
    evidence,
    hint: 'correct it and run the same command again',
  })
}

/** What the file holds is shown in one line, and says nothing to the terminal. */
const printable = (text: string) =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const missingConfig = (root: string) =>
  new DeployError('CONFIG_INVALID', `there is no ${configFile} in ${root}`, {
    hint: 'let k8sdeploy look at the project and write one, or name the folder with --cwd',
    next: ['k8sdeploy init'],
  })
