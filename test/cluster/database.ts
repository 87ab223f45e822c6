import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** What can happen to a database: `stop` refuses connections, `sleep` accepts them but never answers. */
type Happening = 'start' | 'stop' | 'sleep' | 'wake'

const settings = new URL('./settings', import.meta.url).pathname

export async function makeDatabase(happening: Happening): Promise<void> {
  await promisify(execFile)('bash', ['-c', `. "${settings}"; database_${happening}`])
}
