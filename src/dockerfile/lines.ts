/** `a/b` below a folder of the build context. */
export const below = (dir: string, path: string): string => (dir === '.' ? path : `${dir}/${path}`)

/** Exec form: the process itself gets SIGTERM, no shell in between. */
export const exec = (name: 'CMD' | 'ENTRYPOINT', words: string[]): string =>
  `${name} [${words.map((word) => JSON.stringify(word)).join(', ')}]`

/** Copies files to where they are in the context: one COPY per folder. */
export const copyInPlace = (paths: string[]): string[] => {
  const folders = new Map<string, string[]>()
  for (const path of paths) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : './'
    folders.set(folder, [...(folders.get(folder) ?? []), path])
  }
  return [...folders].map(([folder, files]) => `COPY ${files.join(' ')} ${folder}`)
}

/** ARG and ENV of each, because most builders read variables and not arguments. */
export const argumentsAsVariables = (names: string[]): string[] =>
  names.flatMap((name) => [`ARG ${name}`, `ENV ${name}=$${name}`])

/** A number, because Kubernetes can't tell from a name that a user isn't root. */
export const user = 'USER 10001'
