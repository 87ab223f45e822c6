import { statSync } from 'node:fs'
import { DeployError } from '../errors.ts'

/** The folder to work in, named or current; one that is not there is not made by looking at it. */
export function projectFolder(named: string | undefined): string {
  const folder = named ?? currentFolder()
  const fault = faultOf(folder)
  if (fault === undefined) return folder
  throw new DeployError('USAGE', fault, { hint: 'name the folder of the project with --cwd' })
}

function faultOf(folder: string): string | undefined {
  try {
    return statSync(folder).isDirectory() ? undefined : `${folder} is a file, and no folder`
  } catch (error) {
    const isClosed = ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')
    return isClosed ? `${folder} may not be entered` : `there is no folder ${folder}`
  }
}

function currentFolder(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new DeployError('USAGE', 'the current folder does not exist any more', {
      hint: 'go to another folder, or name the one of the project with --cwd',
      cause,
    })
  }
}
