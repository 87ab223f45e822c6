const form = document.querySelector('#entry')
const list = document.querySelector('#entries')
const sum = document.querySelector('#sum')

async function show() {
  const entries = await (await fetch('/book/entries')).json()
  list.replaceChildren(...entries.map(row))
  sum.textContent = `Balance ${entries.reduce((total, { amount }) => total + Number(amount), 0).toFixed(2)}`
}

function row({ what, amount }) {
  const item = document.createElement('li')
  item.textContent = `${what}: ${Number(amount).toFixed(2)}`
  return item
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const body = JSON.stringify(Object.fromEntries(new FormData(form)))
  await fetch('/book/entries', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  form.reset()
  await show()
})

show()
