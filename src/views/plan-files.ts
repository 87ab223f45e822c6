import type { Palette } from '../ports.ts'
import { wrapText } from './wrap-text.ts'

type PlannedFile = { path: string; action: 'create' | 'change' | 'remove' | 'skip' | 'same'; why: string }

/** What happens to each file; many of one folder that fare alike share a line. */
export function viewFiles(
  files: PlannedFile[],
  chart: string,
  palette: Palette,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const inChart = (file: PlannedFile) => file.path.startsWith(`${chart}/`)
  const own = files.filter((file) => !inChart(file)).map((file) => ({ ...file, count: 1 }))
  const lines = [...own.slice(0, 1), ...groups(files.filter(inChart), chart), ...own.slice(1)]
  return lines.flatMap((file) => viewFile(file, palette, columns))
}

/** What does not fit beside the path goes below it. */
function viewFile({ action, path, why }: PlannedFile, palette: Palette, columns: number): string[] {
  const fits = `  ${action.padEnd(6)}  ${path}   ${why}`.length <= columns
  const beside = why !== '' && fits ? `   ${palette.dim(why)}` : ''
  const below = why === '' || fits ? [] : wrapText(why, columns - 11)
  return [
    `  ${paint(action, palette)}  ${path}${beside}`,
    ...below.map((line) => `          ${palette.dim(line)}`),
  ]
}

function groups(files: PlannedFile[], chart: string): PlannedFile[] {
  return (['create', 'change', 'remove', 'skip', 'same'] as const).flatMap((action) => {
    const alike = files.filter((file) => file.action === action)
    if (alike.length < 3 || action === 'skip') return alike
    const why = [`${alike.length} files`, action === 'same' ? alike[0]!.why : ''].filter(Boolean).join(', ')
    return [{ path: `${chart}/`, action, why }]
  })
}

function paint(action: PlannedFile['action'], { good, warn, bad, dim }: Palette): string {
  const colour = { create: good, change: warn, remove: bad, skip: dim, same: dim }[action]
  return colour(action.padEnd(6))
}
