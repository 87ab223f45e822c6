import type { Note } from './note.ts'
import { at, type Folder, isSource, type Line, linesOf } from './project-files.ts'

/** SQLAlchemy and Alembic on an address of their own, whatever the pod is told. */
export const findSqlalchemyNotes = ({ texts }: Folder): Note[] =>
  [...texts].flatMap(([path, text]) => {
    if (/(^|\/)alembic\.ini$/.test(path)) return ofAlembic(path, text, texts)
    return path.endsWith('.py') && isSource(path) && !path.endsWith('conftest.py') ? ofEngine(path, text) : []
  })

const file = /^\s*["']sqlite(?:\+\w+)?:\/\/\/(?!:memory:)[^"']+["']/
const engine = /\bcreate_(?:async_)?engine\(\s*([^),]*)/g

/** The engine's own argument, or everything that a name in its place is ever given. */
function ofEngine(path: string, text: string): Note[] {
  const lines = linesOf(path, text).filter((line) => !/^\s*#/.test(line.text))
  const code = lines.map((line) => line.text).join('\n')
  const given = [...code.matchAll(engine)].map(([, words]) => words!)
  const places = given.flatMap((words) => assigned(words.replace(/^\s*url\s*=\s*/, '').trim(), lines))
  return places.slice(0, 1).map((line) => ({
    id: 'fixed-database',
    severity: 'warn',
    message:
      'the database written into the source is a file of SQLite: each pod has its own, and it is gone with it',
    source: at(line),
    advice: 'give the engine what a variable such as DATABASE_URL says',
  }))
}

function assigned(words: string, lines: Line[]): Line[] {
  if (file.test(words)) return lines.filter(({ text }) => text.includes(words)).slice(0, 1)
  const gives = /^\w+$/.test(words) ? new RegExp(`^\\s*${words}\\s*(?::[^=]*)?=(?!=)(.*)$`) : undefined
  const found = lines.filter(({ text }) => gives?.test(text))
  return found.every(({ text }) => file.test(gives!.exec(text)![1]!)) ? found.slice(0, 1) : []
}

const isTold =
  /sqlalchemy\.url["']\s*,|["']sqlalchemy\.url["']\]|environ|getenv|\bsettings\b|create_(?:async_)?engine\(|\bimport\b.*\bengine\b/

function ofAlembic(path: string, text: string, texts: Folder['texts']): Note[] {
  const line = linesOf(path, text).find((it) =>
    /^sqlalchemy\.url\s*=\s*(?!driver:)[^\s%]+$/.test(it.text.trim()),
  )
  const scripts = [...texts].filter(
    ([own, it]) => /(^|\/)env\.py$/.test(own) && it.includes('context.configure'),
  )
  const code = scripts.map(([, it]) => it.replace(/^\s*#.*$/gm, '')).join('\n')
  if (!line || scripts.length === 0 || isTold.test(code)) return []
  return [
    {
      id: 'fixed-database',
      severity: 'warn',
      message:
        'Alembic takes the database’s address from this line: it would migrate another one than the server uses',
      source: at(line),
      advice: 'let env.py set it: config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"])',
    },
  ]
}
