/** A text in base64 at any offset inside of another, and in hexadecimal digits. */
export const packedShapes = (text: string): string[] => {
  const hex = Buffer.from(text).toString('hex')
  return [...base64Shapes(text), hex, hex.toUpperCase()]
}

const shortest = 8

/** base64 of a text depends on how many bytes stand before it; the characters that depend on neighbours are left out. */
function base64Shapes(text: string): string[] {
  const bytes = Buffer.from(text)
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
    const encoded = shifted.toString('base64').replace(/=+$/, '')
    const from = Math.ceil((offset * 4) / 3)
    const to = Math.floor((shifted.length * 8) / 6)
    const sure = encoded.slice(from, to)
    return sure.length >= shortest ? alphabets.map((write) => write(sure)) : []
  })
}

/** Its two signs are written in other ways where they mean something. */
const alphabets: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('+', '-').replaceAll('/', '_'),
  (text) => text.replaceAll('/', '\\/'),
  (text) => text.replaceAll('+', '%2B').replaceAll('/', '%2F'),
]
