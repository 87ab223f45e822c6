import { call, pods } from './api.js'
import { rowFor } from './rows.js'

const REFRESH_MS = 4_000
const find = (selector) => document.querySelector(selector)
const rows = new Map()
let todos
let show = 'all'

const shown = { all: () => true, open: (todo) => !todo.done, done: (todo) => todo.done }
const nothing = {
  all: 'Nothing to do yet. Enjoy the quiet.',
  open: 'Everything is done.',
  done: 'Nothing is done yet.',
}

function render() {
  const visible = (todos ?? []).filter(shown[show])
  const open = (todos ?? []).filter((todo) => !todo.done).length
  const elements = visible.map((todo) => rowFor(todo, rows, { onToggle, onRename, onRemove }))
  const list = find('#list')
  for (const row of [...list.children]) if (!elements.includes(row)) row.remove()
  elements.forEach((row, index) => {
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null)
  })
  setText('#summary', todos ? (todos.length ? `${open} of ${todos.length} open` : '') : '\u00a0')
  setText('#empty', nothing[show])
  find('#empty').hidden = !todos || visible.length > 0
  find('#filters').hidden = !todos?.length
  find('#clear').hidden = !todos?.some((todo) => todo.done)
  for (const button of document.querySelectorAll('[data-show]')) {
    button.setAttribute('aria-pressed', String(button.dataset.show === show))
  }
}

/** Runs a request and tells the truth about it: the problem stays on the page until a request works again. */
async function attempt(work) {
  try {
    await work()
    find('#problem').hidden = true
    return true
  } catch (error) {
    setText('#problem-what', error.message)
    setText('#problem-why', error.why ?? '')
    find('#problem').hidden = false
    return false
  } finally {
    setText('#frontend', pods.frontend ?? 'nobody')
    setText('#backend', pods.backend ?? 'nobody')
    render()
  }
}

/** Only when the text differs: screen readers announce every write to a live region. */
function setText(selector, text) {
  const element = find(selector)
  if (element.textContent !== text) element.textContent = text
}

const load = () =>
  attempt(async () => {
    todos = (await call('GET', '/api/todos')).todos
    for (const id of rows.keys()) if (!todos.some((todo) => todo.id === id)) rows.delete(id)
  })

const change = (id, part) =>
  attempt(async () => {
    const changed = await call('PATCH', `/api/todos/${id}`, part)
    todos = todos.map((todo) => (todo.id === id ? changed : todo))
  })

const onToggle = (id, done) => change(id, { done })
const onRename = (id, title) => change(id, { title })
const onRemove = (id) =>
  attempt(async () => {
    await call('DELETE', `/api/todos/${id}`)
    focusAfter(rows.get(id))
    todos = todos.filter((todo) => todo.id !== id)
    rows.delete(id)
  })

/** Somebody who removes by keyboard goes on from the next row, not from the top of the page. */
function focusAfter(row) {
  if (!row?.contains(document.activeElement)) return
  const next = row.nextElementSibling ?? row.previousElementSibling
  const target = next?.querySelector('input') ?? find('#title')
  target.focus()
}

find('#new').addEventListener('submit', async (event) => {
  event.preventDefault()
  const field = find('#title')
  const title = field.value.trim()
  if (!title) return
  const isAdded = await attempt(async () => {
    todos = [...(todos ?? []), await call('POST', '/api/todos', { title })]
  })
  if (isAdded) field.value = ''
  field.focus()
})

find('#filters').addEventListener('click', ({ target }) => {
  if (target.dataset.show) show = target.dataset.show
  render()
})
find('#clear').addEventListener('click', async () => {
  for (const todo of todos.filter((each) => each.done)) await onRemove(todo.id)
  find('#title').focus()
})
find('#retry').addEventListener('click', load)

// Not on a phone, where it would open the keyboard over the list.
if (matchMedia('(hover: hover)').matches) find('#title').focus()

setInterval(() => {
  if (!document.hidden) load()
}, REFRESH_MS)
load()
