const mostNamed = 3

type Form = { pattern: RegExp; name: number; said: number }

/** How validators list what is wrong with which setting. */
const forms: Form[] = [
  // zod, printed as JSON or as an object
  {
    pattern: /path['"]?: \[\s*['"]([^'"\]]+)['"]\s*\],\s*['"]?message['"]?: ['"]([^'"]+)['"]/g,
    name: 1,
    said: 2,
  },
  // zod, printed for people
  { pattern: /✖ ([^\n]+)\n\s*→ at (\S+)/g, name: 2, said: 1 },
  // pydantic
  { pattern: /^(\S+)\n {2}([^\n[]+) \[type=/gm, name: 1, said: 2 },
]

/** `JWT_SECRET: Required` for each of the first few that a log tells of. */
export const findIssues = (lines: string[]): string[] => {
  const text = lines.join('\n')
  for (const { pattern, name, said } of forms) {
    const found = [...text.matchAll(pattern)].map((match) => `${match[name]}: ${match[said]!.trim()}`)
    if (found.length > 0) return [...new Set(found)].slice(0, mostNamed)
  }
  return []
}
