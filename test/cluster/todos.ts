export type Todo = { id: number; title: string; done: boolean }

/** Speaks to a deployed example the way its page does: through the published URL of the frontend. */
export const todosAt = (url: string) => ({
  list: async () => (await ask<{ todos: Todo[] }>(url, 'GET')).todos,
  add: (title: string) => ask<Todo>(url, 'POST', { title }),
})

async function ask<T>(url: string, method: string, body?: object): Promise<T> {
  const response = await fetch(`${url}/api/todos`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  })
  if (!response.ok) throw new Error(`${method} /api/todos: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
