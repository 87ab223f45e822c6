import type { Sighting } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'

/** `DB_PORT=5432` is where something else listens. */
export const ofOthers =
  '(?:DB|DATABASE|POSTGRES\\w*|PG|MYSQL|MARIADB|MONGO\\w*|SQL|REDIS|CACHE|MEMCACHED?|SMTP|MAIL\\w*|EMAIL|RABBIT\\w*|AMQP|KAFKA|NATS|MQTT|ELASTIC\\w*|CLICKHOUSE|MINIO|S3|LDAP|SSH|PROXY|FRONTEND|CLIENT|DEV|DEBUG|METRICS|PROMETHEUS|ADMIN|GRPC|HTTPS|SSL|TLS|WS|SOCKET|TEST|HMR|VITE)'
const separator = '(?:\\?\\?|\\|\\||,|:-?|=|default\\(|getOrElse\\()\\s*["\'`]?'

/** Ways to say where a server listens, by the libraries that people use; the number is captured. */
const line = [
  `(?<!\\w)(?!${ofOthers}_)(?:[A-Z]+_)*PORT\\b[^\\n]{0,30}?${separator}`,
  `\\benv(?:config)?:"(?!${ofOthers}_)(?:[A-Z]+_)*(?:LISTEN|BIND|ADDR(?:ESS)?)"[^\`\\n]*?(?:env-default|envDefault|default):"[^"\\s]*:`,
  String.raw`\bSetDefault\(\s*"(?:server|http|app|api)[._]port"\s*,\s*"?:?`,
  String.raw`\.listen\(\s*(?:\{[^}\n]*\bport\s*:\s*)?`,
  String.raw`uvicorn\.run\([^)]*port\s*=\s*`,
  String.raw`\b(?:const|let|var)\s+port\s*(?::\s*number\s*)?=\s*["'\x60]?`,
  String.raw`ListenAndServe\(\s*"[^"]*:`,
  String.raw`\.(?:Run|Start|Listen)\(\s*"[^"]*:`,
  String.raw`\b[aA]ddr\w*\s*(?::|:?=|,)\s*"[^"\s]*:`,
  String.raw`::bind\(\s*"[^"]*:`,
  String.raw`\.bind\(\(?"[^"]*(?::|",\s*)`,
  String.raw`\]\s*,\s*(?=\d{4,5}\)\))`,
  String.raw`\.run\([^)]*port\s*=\s*`,
  String.raw`\bListen(?:AnyIP|Localhost)\(\s*`,
  String.raw`\bUseUrls\(\s*"[^"]*:`,
  String.raw`\bembeddedServer\([^)\n]*\bport\s*=\s*`,
]
const inLine = new RegExp(`(?:${line.join('|')})(\\d{4,5})\\b`, 'g')

/** The options of a server that stand on lines of their own. */
const inBlock = /(?:\bserve\(|\.listen\(|\bexport default)\s*\{[^{}]*?^\s*port\s*:\s*(\d{4,5})\b/gm

/** No server of the project's own listens where databases and mail servers do. */
const foreign = new Set([5432, 6432, 3306, 33060, 1433, 1521, 27017, 6379, 11211, 5672, 9092, 1025, 2525])

/** Where the source says that it listens. */
export const findSourcePorts = (folder: Folder): Sighting<number>[] =>
  [...fromLines(folder), ...fromBlocks(folder)].filter(({ value }) => value < 65536 && !foreign.has(value))

const sighting = (value: string, path: string, number: number): Sighting<number> => ({
  value: Number(value),
  source: at({ path, line: number }),
  confidence: 'likely',
})

const fromLines = (folder: Folder) =>
  findMatches(folder, isServer, inLine).map((it) => sighting(it.match[1]!, it.path, it.line))

const fromBlocks = (folder: Folder) =>
  [...folder.texts]
    .filter(([path]) => isServer(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(inBlock)].map((match) =>
        sighting(match[1]!, path, text.slice(0, match.index + match[0].length).split('\n').length),
      ),
    )

/** Settings of a build tool speak of its development server. */
const isServer = (path: string) => isSource(path) && !/\.config\.\w+$/.test(path)
