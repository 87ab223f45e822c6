const template = document.querySelector('#row')

/** The row of a todo, changed in place, so that focus and half-typed text stay where they are. */
export function rowFor(todo, rows, { onToggle, onRename, onRemove }) {
  const row = rows.get(todo.id) ?? newRow(todo.id, { onToggle, onRename, onRemove })
  row.classList.toggle('done', todo.done)
  row.querySelector('input[type=checkbox]').checked = todo.done
  row.querySelector('.text').textContent = todo.title
  row.querySelector('.edit').setAttribute('aria-label', `Rename ${todo.title}`)
  row.querySelector('.remove').setAttribute('aria-label', `Remove ${todo.title}`)
  rows.set(todo.id, row)
  return row
}

function newRow(id, { onToggle, onRename, onRemove }) {
  const row = template.content.firstElementChild.cloneNode(true)
  const rename = () => editTitle(row, (title) => onRename(id, title))
  row.querySelector('input').addEventListener('change', (event) => onToggle(id, event.target.checked))
  row.querySelector('.remove').addEventListener('click', () => onRemove(id))
  row.querySelector('.edit').addEventListener('click', rename)
  row.addEventListener('keydown', (event) => {
    if (event.key === 'F2') rename()
    if (event.key === 'Delete' && event.target.type === 'checkbox') onRemove(id)
  })
  return row
}

function editTitle(row, save) {
  const label = row.querySelector('label')
  if (label.hidden) return
  const before = row.querySelector('.text').textContent
  const field = Object.assign(document.createElement('input'), {
    className: 'rename',
    value: before,
    maxLength: 200,
  })
  field.setAttribute('aria-label', 'New title')
  let isOpen = true
  const close = (isKept) => {
    if (!isOpen) return
    isOpen = false
    const title = field.value.trim()
    field.remove()
    label.hidden = false
    row.querySelector('input').focus()
    if (isKept && title && title !== before) save(title)
  }
  field.addEventListener('blur', () => close(true))
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') close(true)
    if (event.key === 'Escape') close(false)
  })
  label.hidden = true
  label.after(field)
  field.select()
}
