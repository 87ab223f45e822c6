import { lineAt, type Reading } from './reading.ts'

/** `const requiredVariables = ['JWT_SECRET', …]`, each of which the environment is asked for. */
const list = /\b(\w*(?:[rR]equired|REQUIRED|[mM]andatory)\w*)\s*(?::[^=\n]*)?=\s*\[([^\]]*)\]/g
const asks = /\benv\[\s*\w+\s*\]/

/** Names that a program goes through before it starts. */
export function readRequiredNames(path: string, text: string): Reading[] {
  if (!/\.[cm]?[jt]sx?$/.test(path) || !asks.test(text)) return []
  const lists = [...text.matchAll(list)].filter(([, name]) => isOfEnvironment(name!, text))
  return lists.flatMap((match) =>
    [...match[2]!.matchAll(/["'`]([A-Z][A-Z0-9_]*)["'`]/g)].map((one) => ({
      path,
      line: lineAt(text, match.index + match[0].length - match[2]!.length - 1 + one.index),
      name: one[1]!,
      isRequired: true,
      isChecked: true,
    })),
  )
}

/** By what it is called, or as each of it is asked for: `required.filter((it) => !process.env[it])`. */
const isOfEnvironment = (name: string, text: string) =>
  /env|vars?$|variables/i.test(name) ||
  new RegExp(
    String.raw`(?:(\w+)\s+of\s+${name}\b|\b${name}\.\w+\(\s*(?:function\s*)?\(?\s*(\w+))[^]{0,300}?\benv\[\s*(?:\1|\2)\s*\]`,
  ).test(text)
