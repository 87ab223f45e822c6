import { isUnavailable, reasonOf } from './database.js'
import { log } from './log.js'
import { Invalid } from './todos.js'

const LARGEST_BODY = 16 * 1024

/** Each route answers `[status, body]`. */
export function routes({ list, add, change, remove }) {
  const collection = {
    GET: async () => [200, { todos: await list() }],
    POST: async (request) => [201, await add(await readBody(request))],
  }
  const item = {
    PATCH: async (request, id) => [200, await change(id, await readBody(request))],
    DELETE: async (_request, id) => [204, await remove(id)],
  }

  return async function answer(request, path) {
    const [, id] = path.match(/^\/api\/todos\/(\d{1,9})$/) ?? []
    const methods = path === '/api/todos' ? collection : id ? item : undefined
    if (!methods) return [404, { error: `There is nothing at ${path}.` }]
    const route = methods[request.method]
    if (!route) return [405, { error: `Use ${Object.keys(methods).join(' or ')}.` }]
    return route(request, Number(id)).catch(failure)
  }
}

function failure(error) {
  if (error instanceof Invalid) return [error.status, { error: error.message }]
  const reason = reasonOf(error)
  log.error('a request failed', { reason })
  return isUnavailable(error)
    ? [503, { error: 'The database does not answer.', reason: error.code ?? 'unknown' }]
    : [400, { error: 'The database refused the values.', reason: error.code }]
}

async function readBody(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > LARGEST_BODY) throw new Invalid(`Send at most ${LARGEST_BODY / 1024} KiB.`, 413)
  }
  try {
    return Object(JSON.parse(text))
  } catch {
    throw new Invalid('The body must be JSON.')
  }
}
