import { type Folder, findMatches, isSource } from './project-files.ts'

const name = '([A-Z][A-Z0-9_]*)\\b'
const reading = [
  `(?:process|Bun)\\.env(?:\\.|\\[["'])`,
  `os\\.(?:getenv|environ\\.get)\\(["']`,
  `os\\.environ\\[["']`,
  `os\\.Getenv\\("`,
  `[cC]onfig(?:Service)?\\)?\\.get(?:OrThrow)?(?:<[^>]*>)?\\(["']`,
].join('|')
const key = '(?:api_?key|access_?token|client_?secret|secret(?:_?or)?(?:_?key)?|token|password)'

/** `?apikey=${…}`, `Bearer ${…}`, `apiKey: …`, and what signs a token. */
const places = [
  `[?&]${key}=\\$?\\{\\s*`,
  `\\bBearer (?:\\$?\\{\\s*|["'\`]\\s*\\+\\s*)`,
  `(?<![.\\w])${key}["']?\\s*[:=]\\s*`,
  `\\bjwt\\.(?:sign|verify)\\([^;]*,\\s*`,
]
const pattern = new RegExp(`(?:${places.join('|')})(?:${reading})${name}`, 'gi')

/** Variables that the source hands on as a key or a password, whatever they are called. */
export const findKeysByUse = (folder: Folder): Set<string> =>
  new Set(
    findMatches(folder, isSource, pattern)
      .map(({ match }) => match[1]!)
      .filter((own) => own === own.toUpperCase() && !own.includes('PUBLIC')),
  )
