/** How programs write a text into another; each stands alone, because servers take them over as they are. */
export const ways: Record<string, (text: string) => string> = {
  plain: (text) => text,
  JSON: (text) => JSON.stringify({ text }),
  'JSON in JSON': (text) => JSON.stringify({ message: JSON.stringify({ text: JSON.stringify(text) }) }),
  'JSON of Go': (text) =>
    JSON.stringify(text).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
  'JSON of Python': (text) =>
    JSON.stringify(text).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  repr: (text) =>
    `'${text
      .replace(/[\\']/g, '\\$&')
      .replaceAll('\n', '\\n')
      .replace(/[\x80-\xff]/g, (one) => `\\x${one.charCodeAt(0).toString(16)}`)}'`,
  bytes: (text) =>
    [...Buffer.from(text)]
      .map((byte) =>
        byte > 31 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
      )
      .join(''),
  URL: encodeURIComponent,
  'part of a URL': encodeURI,
  'lower URL': (text) => encodeURIComponent(text).replace(/%../g, (one) => one.toLowerCase()),
  'URL in a URL': (text) => `next=${encodeURIComponent(`https://h/?u=${encodeURIComponent(text)}`)}`,
  form: (text) => new URLSearchParams({ value: text }).toString(),
  HTML: (text) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`),
  'HTML by name': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
  shell: (text) => `'${text.replaceAll("'", "'\\''")}'`,
  SQL: (text) => `'${text.replaceAll("'", "''")}'`,
  CSV: (text) => `"${text.replaceAll('"', '""')}"`,
  'YAML block': (text) => `value: |-\n    ${text.replaceAll('\n', '\n    ')}`,
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 +1': (text) => Buffer.from(`u${text}:`).toString('base64'),
  'base64 +2': (text) => Buffer.from(`us${text}:x`).toString('base64'),
  base64url: (text) => Buffer.from(`{"t":"${text}"}`).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  HEX: (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in a sentence': (text) => `the setting "${text}", as it was given`,
}
