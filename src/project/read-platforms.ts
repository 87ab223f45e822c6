import { type Folder, type Line, linesOf, type ProjectFiles } from './project-files.ts'

/** What a file for a hosting platform says of a server; each with its line. */
export type PlatformFact = { dir: string; key: PlatformKey; value: string; line: Line }
type PlatformKey = 'start' | 'port' | 'health' | 'migrate' | 'variable'

/** `table`: the TOML table that the line has to stand in. */
type Row = { file: RegExp; rows: [key: PlatformKey, pattern: RegExp, table?: RegExp][] }

/** A row per platform whose file stands in the folder that it deploys. */
const platforms: Row[] = [
  {
    file: /(^|\/)fly\.toml$/,
    rows: [
      ['port', /^\s*internal_port\s*=\s*(\d+)/],
      ['health', /^\s*path\s*=\s*["'](\/[^"']*)/, /check/],
      ['start', /^\s*(?:app|web)\s*=\s*["'](.+)["']\s*$/, /^processes$/],
      ['migrate', /^\s*release_command\s*=\s*["'](.+)["']/],
    ],
  },
  {
    file: /(^|\/)railway\.(toml|json)$/,
    rows: [
      ['start', /^\s*["']?startCommand["']?\s*[=:]\s*["'](.+?)["'],?\s*$/],
      ['health', /^\s*["']?healthcheckPath["']?\s*[=:]\s*["'](\/[^"']*)/],
      ['migrate', /^\s*["']?preDeployCommand["']?\s*[=:]\s*\[?\s*["'](.+?)["']/],
    ],
  },
  {
    file: /(^|\/)Procfile$/,
    rows: [
      ['start', /^web:\s*(.+)$/],
      ['migrate', /^release:\s*(.+)$/],
    ],
  },
]

export const readPlatforms = (files: ProjectFiles): PlatformFact[] => [
  ...platforms.flatMap(({ file, rows }) =>
    [...files.texts]
      .filter(([path]) => file.test(path))
      .flatMap(([path, text]) => factsOf(folderOf(path), linesOf(path, text), rows)),
  ),
  ...fromRender(files),
]

function factsOf(dir: string, lines: Line[], rows: Row['rows']): PlatformFact[] {
  let inside = ''
  return lines.flatMap((line) => {
    inside = /^\s*\[+([^\]]+)\]/.exec(line.text)?.[1] ?? inside
    return rows.flatMap(([key, pattern, table]) => {
      const value = table && !table.test(inside) ? undefined : pattern.exec(line.text)?.[1]?.trim()
      return value ? [{ dir, key, value, line }] : []
    })
  })
}

const inRender: Row['rows'] = [
  ['start', /^\s*(?:- )?(?:startCommand|dockerCommand):\s*["']?(.+?)["']?\s*$/],
  ['health', /^\s*(?:- )?healthCheckPath:\s*["']?(\/[^"'\s]*)/],
  ['migrate', /^\s*(?:- )?preDeployCommand:\s*["']?(.+?)["']?\s*$/],
  ['variable', /^\s*- key:\s*["']?([A-Z][A-Z0-9_]*)/],
]

/** One file for all services, each with the folder that it is made from. */
function fromRender({ texts }: ProjectFiles): PlatformFact[] {
  const path = ['render.yaml', 'render.yml'].find((name) => texts.has(name))
  if (path === undefined) return []
  const services: Line[][] = []
  for (const line of linesOf(path, texts.get(path)!)) {
    if (/^\s*- (type|name):/.test(line.text) && !/^\s{6,}/.test(line.text)) services.push([])
    services.at(-1)?.push(line)
  }
  return services.flatMap((lines) => {
    const isServer = lines.some(({ text }) => /type:\s*["']?(web|pserv)\b/.test(text))
    const isStatic = lines.some(({ text }) => /(runtime|env):\s*["']?static|staticPublishPath/.test(text))
    const root = lines
      .map(({ text }) => /^\s*(?:- )?rootDir:\s*["']?([^"'\s]+)/.exec(text)?.[1])
      .find(Boolean)
    const dir = (root ?? '.').replace(/^\.\//, '').replace(/\/$/, '') || '.'
    return isServer && !isStatic ? factsOf(dir, lines, inRender) : []
  })
}

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')

export const factsFor = ({ dir }: Folder, facts: PlatformFact[], key: PlatformKey): PlatformFact[] =>
  facts.filter((it) => it.dir === dir && it.key === key)
