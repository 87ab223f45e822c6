/** The line of a Dockerfile that a failed step stands on; several where the same instruction stands there twice. */
export function findStepLines(dockerfile: string, step: string | undefined, output: string[]): number[] {
  const told = output
    .map((line) => /^\S*Dockerfile\S*:(\d+)$|dockerfile parse error (?:on )?line (\d+)/i.exec(line))
    .find((found) => found !== null)
  if (told) return [Number(told[1] ?? told[2])]
  if (!step) return []
  const wanted = plain(step.replace(/^\[[^\]]+\] /, ''))
  return instructionsOf(dockerfile).flatMap(({ text, line }) => (plain(text) === wanted ? [line] : []))
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

function instructionsOf(dockerfile: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = []
  let isOpen = false
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(raw)) continue
    const part = raw.replace(/\\\s*$/, ' ')
    if (isOpen) found.at(-1)!.text += part
    else found.push({ text: part, line: index + 1 })
    isOpen = /\\\s*$/.test(raw)
  }
  return found
}
