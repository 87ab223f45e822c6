import type { Palette } from '../ports.ts'
import type { UrlReport } from '../report.ts'
import { wrapText } from './wrap-text.ts'

/** Where the app answers: a line of its own with air around it, because it is what people came for. */
export function viewUrls(
  urls: UrlReport[],
  { accent, dim, strong, bad }: Palette,
  columns: number,
): string[] {
  if (urls.length === 0) return []
  const lines = urls.flatMap((report) => {
    const told = answer(report)
    const paint = report.answered === false ? bad : dim
    if (!report.url)
      return viewNote(told, columns).map((line, index) => `  ${index === 0 ? 'app' : '   '}    ${dim(line)}`)
    const head = `  app    ${strong(accent(report.url))}`
    if (12 + report.url.length + told.length <= columns) return [`${head}   ${paint(told)}`]
    return [head, ...wrapText(told, columns - 9).map((line) => `         ${paint(line)}`)]
  })
  return ['', ...lines]
}

/** A command in a note stays whole, so that it can be copied. */
const viewNote = (note: string, columns: number): string[] =>
  note
    .split('; ')
    .flatMap((part) => (/^(kubectl|k8sdeploy) /.test(part) ? [part] : wrapText(part, columns - 9)))

export function answer({ url, answered, status, milliseconds, note }: UrlReport): string {
  if (!url) return note ?? ''
  if (answered) return `answers ${status}${milliseconds === undefined ? '' : ` in ${milliseconds} ms`}`
  if (answered === null) return note ?? ''
  return status ? `answers ${status}, and should not` : `does not answer: ${note ?? 'no reason given'}`
}
