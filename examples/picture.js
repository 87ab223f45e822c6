// Draws what a terminal shows as an SVG: tmux capture-pane -e -p | node examples/picture.js "title" > up.svg
import { readFileSync } from 'node:fs'

const ADVANCE = 8.4
const LINE = 20
const MARGIN = { x: 22, top: 58, bottom: 22 }
const colours = {
  30: '#7d8590',
  31: '#ff8b80',
  32: '#7ee0a1',
  33: '#f0c674',
  34: '#82b4ff',
  35: '#d6a5ff',
  36: '#76d7e0',
  37: '#d5dbe1',
  90: '#8b949e',
  91: '#ff8b80',
  92: '#7ee0a1',
  93: '#f0c674',
  94: '#82b4ff',
  95: '#d6a5ff',
  96: '#76d7e0',
  97: '#ffffff',
}

let style = {}
const lines = readFileSync(0, 'utf8').trimEnd().split('\n').map(readRuns)
const columns = Math.max(60, ...lines.map((runs) => runs.reduce((sum, run) => sum + run.text.length, 0)))
process.stdout.write(draw(lines, columns * ADVANCE + 2 * MARGIN.x, process.argv[2] ?? ''))

/** A line as runs of equal style. tmux writes only SGR sequences, and lets a style last beyond the end of a line. */
function readRuns(line) {
  return line.split(/(\x1b\[[\d;]*m)/).flatMap((part) => {
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)
    if (!codes) return part ? [{ text: part, style }] : []
    for (const code of codes[1].split(';').map(Number)) style = applyCode(style, code)
    return []
  })
}

function applyCode(style, code) {
  if (code === 0) return {}
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 39) return { ...style, colour: undefined }
  return colours[code] ? { ...style, colour: colours[code] } : style
}

function draw(all, width, title) {
  const height = MARGIN.top + all.length * LINE + MARGIN.bottom
  const dots = ['#ff6159', '#ffbd2e', '#28c941'].map(
    (fill, index) => `<circle cx="${24 + index * 20}" cy="22" r="6" fill="${fill}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${quote(title)}">
<rect width="100%" height="100%" rx="12" fill="#14181d"/>${dots.join('')}
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="#d5dbe1">
<text x="50%" y="27" text-anchor="middle" fill="#8b949e" font-size="13">${quote(title)}</text>
${all.map(drawLine).join('\n')}
</g></svg>
`
}

/** Each stretch of words is placed by its column and stretched to it, so that columns stay columns whatever the font. */
function drawLine(runs, index) {
  let column = 0
  return runs
    .flatMap(({ text, style }) => {
      const start = column
      column += text.length
      const stretches = [...text.matchAll(/\S+(?: \S+)*/g)]
      return stretches.map((words) => drawText(words[0], start + words.index, index, style))
    })
    .join('')
}

function drawText(text, column, line, { colour, bold, dim }) {
  const attributes = [
    `x="${(MARGIN.x + column * ADVANCE).toFixed(1)}" y="${MARGIN.top + line * LINE}"`,
    `textLength="${(text.length * ADVANCE).toFixed(1)}"`,
    colour && `fill="${colour}"`,
    bold && 'font-weight="700"',
    dim && 'opacity="0.65"',
  ]
  return `<text ${attributes.filter(Boolean).join(' ')}>${quote(text)}</text>`
}

function quote(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
