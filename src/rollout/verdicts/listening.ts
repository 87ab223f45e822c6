export type Listening = { host: string; port: number; line: string }

const patterns = [
  /https?:\/\/(\[[\d:a-f]*\]|[\w.-]+):(\d{2,5})/i,
  /\b(0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]|\[::1\]|::1|::):(\d{2,5})\b/i,
  /(?:listening|running|started|serving|ready)\b.*?\bport:?\s*()(\d{2,5})\b/i,
  /listening (?:on|at):?\s+():?(\d{2,5})\b/i,
]

const speaksOfServing = /listen|running (on|at)|started|serving|ready (on|at)|local:|uvicorn|server/i

/** Doors for machines and developers: the one that counts may open later. */
const isAside =
  /metrics|management|prometheus|admin|debug|inspector|actuator|pprof|health|websocket server|hmr|grpc|warm-?up/i

/** Where a program says in its log that it listens. */
export const findListening = (lines: string[]): Listening[] =>
  lines
    .filter((line) => speaksOfServing.test(line) && !isAside.test(line))
    .flatMap((line) => {
      const match = patterns.map((pattern) => pattern.exec(line)).find((one) => one !== null)
      return match ? [{ host: match[1] ?? '', port: Number(match[2]), line: line.trim().slice(0, 200) }] : []
    })

export const isLoopback = (host: string): boolean => /^(127\.|localhost$|\[?::1\]?$)/.test(host)

/** An address to listen on, and not a peer that the line happens to name. */
export const isOwnAddress = (host: string): boolean =>
  host === '' || isLoopback(host) || /^(\d+\.){3}\d+$|^\[?::\]?$/.test(host)
