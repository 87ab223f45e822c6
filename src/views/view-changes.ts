import type { Palette } from '../ports.ts'
import { wrapText } from './wrap-text.ts'

type Changes = {
  release: { name: string; revision?: number }
  changes: { kind: string; name: string; change: string; lines: string[]; rollsPods: boolean }[]
  secret: { name: string; change: string; keys: string[] }
  images: { component: string; image: string }[]
  drift: {
    kind: string
    name: string
    path: string
    released: unknown
    live: unknown
    by?: string
    isSetBack: boolean
  }[]
}

/** What `up` would change, then what the cluster has that was not released. */
export function viewChanges(
  { release, changes, secret, images, drift }: Changes,
  palette: Palette,
  columns: number,
): string[] {
  const wanted = [
    ...images.map(
      ({ component, image }) => `  ${palette.good('build ')}  ${component}   ${palette.dim(image)}`,
    ),
    ...(secret.change === 'unchanged'
      ? []
      : [
          `  ${palette.warn(secret.change)}  Secret ${secret.name}   ${palette.dim(`${secret.keys.join(', ')} (values never shown)`)}`,
        ]),
    ...changes.flatMap((change) => viewChange(change, palette)),
  ]
  const since = drift.flatMap((one) => viewDrift(one, palette))
  if (wanted.length + since.length === 0)
    return wrapText(
      `nothing to change: revision ${release.revision} of ${release.name} is what up would release`,
      columns - 2,
    ).map((line) => `  ${line}`)
  return [
    ...(wanted.length > 0 ? [palette.strong('  k8sdeploy up would'), ...wanted] : []),
    ...(since.length > 0
      ? [palette.strong(`  changed in the cluster since revision ${release.revision}`), ...since]
      : []),
  ]
}

function viewChange(
  { kind, name, change, lines, rollsPods }: Changes['changes'][number],
  palette: Palette,
): string[] {
  const colours: Record<string, (text: string) => string> = { '+': palette.good, '-': palette.bad }
  const shown =
    change === 'change' ? lines.map((line) => `      ${(colours[line[0]!] ?? palette.dim)(line)}`) : []
  const why = change === 'change' && rollsPods ? `   ${palette.dim('pods will be replaced')}` : ''
  return [`  ${palette.warn(change)}  ${kind} ${name}${why}`, ...shown]
}

const viewDrift = (
  { kind, name, path, released, live, by, isSetBack }: Changes['drift'][number],
  palette: Palette,
): string[] =>
  path === ''
    ? [`  ${palette.bad('gone')}  ${kind} ${name}`]
    : [
        `  ${palette.warn('drift')}  ${kind} ${name}   ${path}`,
        `      ${palette.dim('released')}  ${plain(released)}`,
        `      ${palette.dim('live    ')}  ${plain(live)}`,
        ...(by ? [`      ${palette.dim('by      ')}  ${by}`] : []),
        ...(isSetBack ? [] : [`      ${palette.dim('k8sdeploy up leaves it as it is')}`]),
      ]

const plain = (value: unknown) =>
  value === undefined ? 'not there' : typeof value === 'string' ? value : JSON.stringify(value)
