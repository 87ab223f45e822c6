import { lineAt, type Reading } from './reading.ts'

/** `const requiredVariables = ['JWT_SECRET', …]`, each of which the environment is asked for. */
const list = /\b\w*(?:[rR]equired|REQUIRED|[mM]andatory)\w*\s*(?::[^=\n]*)?=\s*\[([^\]]*)\]/g
const asks = /\benv\[\s*\w+\s*\]/

/** Names that a program goes through before it starts. */
export function readRequiredNames(path: string, text: string): Reading[] {
  if (!/\.[cm]?[jt]sx?$/.test(path) || !asks.test(text)) return []
  return [...text.matchAll(list)].flatMap((match) =>
    [...match[1]!.matchAll(/["'`]([A-Z][A-Z0-9_]*)["'`]/g)].map((one) => ({
      path,
      line: lineAt(text, match.index + match[0].indexOf('[') + 1 + one.index),
      name: one[1]!,
      isRequired: true,
      isChecked: true,
    })),
  )
}
