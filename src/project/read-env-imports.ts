import { fallbackOf, lineAt, type Reading } from './reading.ts'

const imported = /import\s*\{([^}]*)\}\s*from\s*["']\$env\/static\/(?:private|public)["']/g
const taken = /\b(?:const|let|var)\s*\{([^}]*)\}\s*=\s*(?:process|import\.meta|Bun)\.env\b/g
const dynamic = /\benv\.([A-Z][A-Z0-9_]*)(?:\s*(?:\?\?|\|\|)\s*["'`]([^"'`]*))?/g

/** Names that are taken out of the environment together, or from SvelteKit's modules. */
export function readEnvImports(path: string, text: string): Reading[] {
  const lists = [
    ...[...text.matchAll(imported)].map((match) => ({ match, isStatic: true })),
    ...[...text.matchAll(taken)].map((match) => ({ match, isStatic: false })),
  ]
  const named = lists.flatMap(({ match, isStatic }) => {
    const start = match.index + match[0].indexOf('{') + 1
    return [...match[1]!.matchAll(/([A-Z][A-Z0-9_]*)(?:\s*:\s*\w+)?(?:\s*=\s*["'`]([^"'`]*))?/g)].map(
      (one) => ({
        path,
        line: lineAt(text, start + one.index),
        name: one[1]!,
        fallback: fallbackOf(one[2]),
        isRequired: one[2] === undefined,
        isStatic,
      }),
    )
  })
  const later = /\$env\/dynamic\//.test(text) ? [...text.matchAll(dynamic)] : []
  return [
    ...named,
    ...later.map((match) => ({
      path,
      line: lineAt(text, match.index),
      name: match[1]!,
      fallback: fallbackOf(match[2]),
      isRequired: false,
    })),
  ]
}
