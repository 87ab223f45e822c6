import type { OutputFormat } from '../commands/program.ts'
import { writeYaml } from '../config/write-yaml.ts'
import type { Terminal } from '../ports.ts'

/** One document on stdout: pretty JSON, YAML, or one line as the last of an NDJSON stream. */
export function printDocument(
  document: object,
  output: OutputFormat,
  terminal: Pick<Terminal, 'data'>,
): void {
  if (output === 'ndjson') terminal.data(`${JSON.stringify(document)}\n`)
  else if (output === 'yaml') terminal.data(writeYaml(document))
  else terminal.data(`${JSON.stringify(document, null, 2)}\n`)
}
