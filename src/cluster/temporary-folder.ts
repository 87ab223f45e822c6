import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let folder: string | undefined

/** A folder of this process that only its owner may enter; gone when the process ends. */
export function temporaryFolder(): string {
  folder ??= makeFolder()
  return folder
}

function makeFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  return dir
}
