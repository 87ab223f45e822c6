/** Stands before every sink: what was concealed never reaches a terminal, a file, JSON or an error. */
export type Redactor = {
  conceal(value: string): void
  mask(text: string): string
  /** For text that comes in pieces: keeps back the end of a piece while it could be the beginning of a secret. */
  stream(): { add(chunk: string): string; end(): string }
}

const shortest = 6
export const maskText = '••••••'

export function createRedactor(): Redactor {
  let needles: string[] = []

  const conceal = (value: string): void => {
    const found = [value, ...value.split('\n'), passwordOf(value), userInfoOf(value)].flatMap(shapesOf)
    needles = [...new Set([...needles, ...found])]
      .filter((needle) => needle.length >= shortest)
      .sort((a, b) => b.length - a.length)
  }

  const mask = (text: string): string =>
    needles.reduce((masked, needle) => masked.replaceAll(needle, maskText), text)

  const stream = () => {
    let held = ''
    return {
      add(chunk: string): string {
        const text = mask(held + chunk)
        const keep = longestBeginning(text, needles)
        held = text.slice(text.length - keep)
        return text.slice(0, text.length - keep)
      },
      end(): string {
        const text = mask(held)
        held = ''
        return text
      },
    }
  }

  return { conceal, mask, stream }
}

/** The one of this process: errors and terminals share it with whoever loads secrets. */
export const redactor = createRedactor()

/** The ways in which one value turns up: as it is, decoded, encoded for URLs and JSON, and in base64 at any offset. */
function shapesOf(value: string | undefined): string[] {
  const text = value?.trim() ?? ''
  if (text.length < shortest) return []
  const plain = [text, decoded(text), encodeURIComponent(text), encodeURI(text)]
  return [...plain, ...plain.map(jsonEscaped), ...plain.flatMap(base64Shapes)]
}

const jsonEscaped = (text: string) => JSON.stringify(text).slice(1, -1)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** base64 of a text depends on how many bytes stand before it; the characters that depend on neighbours are left out. */
function base64Shapes(text: string): string[] {
  const bytes = Buffer.from(text)
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
    const encoded = shifted.toString('base64').replace(/=+$/, '')
    const from = Math.ceil((offset * 4) / 3)
    const to = Math.floor((shifted.length * 8) / 6)
    const sure = encoded.slice(from, to)
    return sure.length >= 8 ? [sure, sure.replaceAll('+', '-').replaceAll('/', '_')] : []
  })
}

function passwordOf(value: string): string | undefined {
  const inUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*?:([^/?#]*)@/i.exec(value.trim())?.[1]
  return inUrl ?? /(?:^|[?&\s;])password=([^&\s;]+)/i.exec(value)?.[1]
}

function userInfoOf(value: string): string | undefined {
  const found = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*:[^/?#]*)@/i.exec(value.trim())?.[1]
  return found
}

function longestBeginning(text: string, needles: string[]): number {
  const longest = Math.min(text.length, Math.max(0, (needles[0]?.length ?? 0) - 1))
  for (let size = longest; size > 0; size -= 1) {
    const end = text.slice(text.length - size)
    if (needles.some((needle) => needle.length > size && needle.startsWith(end))) return size
  }
  return 0
}
