/**
 * What `init` wrote, by path: enough to tell an edit from its own text, to merge the two, and to take it back. Of a
 * file of the user's only the lines that were added.
 */
export type WrittenEntry = { text: string } | { appended: string[] }

export type Written = Record<string, WrittenEntry>

export const writtenFile = '.k8sdeploy/written.json'

const schema = 'k8sdeploy/written/1'

/** Something unreadable counts as nothing written: then every file is the user's. */
export function readWritten(text: string | undefined): Written {
  if (text === undefined) return {}
  try {
    const value = JSON.parse(text) as { schema?: string; files?: Written }
    return value.schema === schema && typeof value.files === 'object' ? { ...value.files } : {}
  } catch {
    return {}
  }
}

export function writtenText(files: Written): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)))
  return `${JSON.stringify({ schema, files: sorted }, null, 2)}\n`
}
