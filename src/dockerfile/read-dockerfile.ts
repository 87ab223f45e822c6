export type Instruction = { name: string; rest: string; line: number }
/** `last`: the stage that becomes the image, after the stages of the file that it is made from. */
export type Dockerfile = { path: string; stages: Instruction[][]; last: Instruction[] }

/** Instructions by stage; continued lines are joined, comments left out. */
export function readDockerfile(path: string, text: string): Dockerfile {
  const stages: Instruction[][] = []
  for (const instruction of joinContinued(text).flatMap(readInstruction)) {
    if (instruction.name === 'FROM' || stages.length === 0) stages.push([])
    stages.at(-1)!.push(instruction)
  }
  return { path, stages, last: withParents(stages, stages.length - 1) }
}

/** `FROM base AS final`: what `base` sets holds in `final` too. */
function withParents(stages: Instruction[][], index: number): Instruction[] {
  const own = stages[index] ?? []
  const base = baseName(own[0]).toLowerCase()
  const parent = stages.findIndex((stage, at) => at < index && stageName(stage) === base)
  return parent === -1 ? own : [...withParents(stages, parent), ...own]
}

/** The image, or the stage, that a FROM names. */
export const baseName = (from: Instruction | undefined): string =>
  (from?.rest ?? '').replace(/^(--\S+\s+)+/, '').split(/\s+/)[0]!

export const stageName = (stage: Instruction[] | undefined): string | undefined =>
  / as (\S+)$/i.exec(stage?.[0]?.rest ?? '')?.[1]?.toLowerCase()

function joinContinued(text: string): { text: string; line: number }[] {
  const joined: { text: string; line: number }[] = []
  let open = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    if (/^\s*(#|$)/.test(raw)) continue
    const part = raw.replace(/\\\s*$/, ' ')
    if (open) joined.at(-1)!.text += part
    else joined.push({ text: part, line })
    open = /\\\s*$/.test(raw)
  }
  return joined
}

function readInstruction({ text, line }: { text: string; line: number }): Instruction[] {
  const match = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(text)
  return match ? [{ name: match[1]!.toUpperCase(), rest: match[2]!.trim(), line }] : []
}

/** The last instruction of a name that holds in the image. */
export const findLast = (file: Dockerfile, name: string) => file.last.filter((it) => it.name === name).at(-1)

/** What the image starts, or what its command is handed to. */
export const startOf = (file: Dockerfile): Instruction | undefined =>
  findLast(file, 'CMD') ?? findLast(file, 'ENTRYPOINT')

/** Exec form as it is; shell form only when it is plain words. */
export function readCommand(rest: string): string[] | undefined {
  if (rest.startsWith('[')) return readJsonWords(rest)
  return /[&|;<>$`"'*?(){}]/.test(rest) ? undefined : rest.split(/\s+/)
}

function readJsonWords(rest: string): string[] | undefined {
  try {
    const words: unknown = JSON.parse(rest)
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined
  } catch {
    return undefined
  }
}
