import type { Palette } from '../ports.ts'
import type { Entity, StatusReport } from '../report.ts'
import { titles } from './entity-titles.ts'
import { paintState } from './view-entity.ts'
import { answer } from './view-urls.ts'
import { wrapText } from './wrap-text.ts'

/** What became different between two looks, a line each, so that a watched screen stands still until something moves. */
export function viewStatusChanges(
  before: StatusReport,
  after: StatusReport,
  time: string,
  palette: Palette,
  columns: number,
): string[] {
  const known = new Map(before.entities.map((entity) => [keyOf(entity), entity]))
  const news = [
    ...after.entities.flatMap((entity) => changesOf(known.get(keyOf(entity)), entity, palette)),
    ...urlChanges(before, after),
    ...(before.release.revision === after.release.revision
      ? []
      : [`revision ${before.release.revision ?? 'none'} → ${after.release.revision ?? 'none'}`]),
  ]
  return news.flatMap((text) =>
    wrapText(text, columns - 13).map((line, index) =>
      index === 0 ? `  ${palette.dim(time)}  ${line}` : `            ${line}`,
    ),
  )
}

const keyOf = ({ kind, component, name }: Entity) =>
  `${kind}/${component ?? (kind.startsWith('Helm') ? '' : name)}`

/** A new state says what its rules would say again. */
function changesOf(before: Entity | undefined, after: Entity, palette: Palette): string[] {
  const name = `${titles[after.kind]} ${after.name}`
  if (before?.state !== after.state)
    return [
      `${name}  ${before ? `${before.state} → ` : ''}${paintState(after.state, palette)}  ${after.summary}`,
    ]
  return after.rules.flatMap(({ id, holds, evidence }) => {
    const was = before.rules.find((rule) => rule.id === id)?.holds
    if (holds === null || was === holds || (was !== false && holds)) return []
    return [`${name}  ${id} ${holds ? palette.good('holds') : palette.bad('broken')}: ${evidence}`]
  })
}

function urlChanges(before: StatusReport, after: StatusReport): string[] {
  return after.urls.flatMap((report) => {
    const { url, answered, status } = report
    const was = before.urls.find((one) => one.url === url)
    if (was?.answered === answered && was?.status === status) return []
    return [`${url}  ${answer(report)}`.trimStart()]
  })
}
