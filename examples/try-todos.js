/** Uses the app as a person would: the page, a new todo, and the same todo read back. Throws when anything is not so. */
export async function tryTodos(url) {
  const page = await ask(url)
  const html = await page.text()
  if (!html.includes('<h1>Todo</h1>')) throw new Error(`${url} does not show the page`)

  const title = `Deployed at ${new Date().toISOString()}`
  const added = await json(new URL('/api/todos', url), { method: 'POST', body: JSON.stringify({ title }) })
  const { todos } = await json(new URL('/api/todos', url))
  if (!todos.some((todo) => todo.id === added.id && todo.title === title)) {
    throw new Error('a todo that was added is not in the list')
  }
  return `${url} shows the page, took a todo through /api/todos and gave it back: row ${added.id} of ${todos.length}.`
}

const json = async (url, options) => (await ask(url, options)).json()

async function ask(url, options) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(10_000) })
  if (response.ok) return response
  throw new Error(`${options?.method ?? 'GET'} ${url} answered ${response.status}: ${await response.text()}`)
}
