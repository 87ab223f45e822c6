const pair = /(\w+)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s\\]|\\.)*)/g
const unquoted = (value: string) => value.replace(/^(["'])(.*)\1$/s, '$2')

/** What ENV or ARG names, and with which value: several at once, or one in the old way, without `=`. */
export function envPairs(rest: string): { name: string; value: string }[] {
  if (/^\w+=/.test(rest))
    return [...rest.matchAll(pair)].map(([, name = '', value = '']) => ({ name, value: unquoted(value) }))
  const [, name, value = ''] = /^(\w+)\s*(.*)$/s.exec(rest) ?? []
  return name ? [{ name, value: unquoted(value.trim()) }] : []
}
