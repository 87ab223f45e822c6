import type { Palette } from '../ports.ts'
import type { Verdict } from '../report.ts'
import { withoutDeliberations } from '../rollout/without-deliberations.ts'
import { countTime } from './count-time.ts'
import { readLogLine } from './read-log-line.ts'
import { shortenText } from './shorten-text.ts'
import { labelled, wrapText } from './wrap-text.ts'

/** The one headline at the root, its evidence, its effects, and what to type: each fact once. */
export function viewVerdict(
  verdict: Verdict,
  palette: Palette,
  columns: number,
  { state, next = [] }: { state?: string; next?: string[] } = {},
): string[] {
  const { bad, dim, strong } = palette
  const { object, whyNotTransient, effects, others = [], pods = 1 } = verdict
  const { head, rest } = splitMessage(verdict.message, columns)
  const label = (name: string, texts: string[]) =>
    texts.length > 0 ? labelled(name, texts, columns, dim) : []
  const container = object.container && object.kind !== 'Database' ? `, container ${object.container}` : ''
  return [
    ...wrapText(head, Math.max(20, columns - 4)).map((line, index) =>
      index === 0 ? `  ${bad('✗')} ${strong(line)}` : `    ${strong(line)}`,
    ),
    ...label('why', [...rest, whyNotTransient]),
    ...label('where', [
      `${object.kind} ${object.name}${container} (${verdict.class})${pods > 1 ? `, the same on ${pods} pods` : ''}`,
    ]),
    ...label('seen', [seen(verdict)].filter(Boolean)),
    ...label(
      'also',
      effects.map((effect) => `${effect.object}: ${effect.message}`),
    ),
    ...label(
      'and',
      others.map((other) => `${other.message} (${other.class}): a cause of its own`),
    ),
    ...label('proof', proofOf(verdict)),
    ...label('state', state ? [state] : []),
    ...viewNext([...(verdict.hint ? [verdict.hint] : []), ...next], palette, columns),
  ]
}

const logged = 'log: '

/** What was seen, line by line, but for what the headline and its reason said already. */
function proofOf({ evidence = [], message, whyNotTransient, confirmedBy = '' }: Verdict): string[] {
  const told = `${message} ${whyNotTransient} ${confirmedBy}`
  return evidence
    .filter((line) => !told.includes(line.replace(/^(log|node \S+): /, '')))
    .map((line) => (line.startsWith(logged) ? `${logged}${readLogLine(line.slice(logged.length))}` : line))
}

/** What to do: sentences are wrapped, commands stay on one line so that they can be copied. */
export function viewNext(next: string[], { accent, dim }: Palette, columns: number): string[] {
  return next.flatMap((text, index) => {
    const label = index === 0 ? 'next' : ''
    if (isCommand(text)) return [`  ${dim(label.padEnd(7))}${accent(text)}`]
    return labelled(label, text, columns, dim)
  })
}

const isCommand = (text: string) => /^(k8sdeploy|kubectl|docker|podman|helm) [^,;]*$/.test(text)

/** A message that does not fit one line is cut where its cause begins; the cause stands under `why`. */
function splitMessage(message: string, columns: number): { head: string; rest: string[] } {
  const colon = message.indexOf(': ', message.indexOf(' '))
  if (message.length <= columns - 4 || colon === -1) return { head: message, rest: [] }
  return { head: message.slice(0, colon), rest: [message.slice(colon + 2)] }
}

const longestProof = 110

/** How often, for how long, and what settled it; the path of the field and the whole of what was said stand in the document. */
function seen({ count, firstSeen, lastSeen, confirmedBy = '', object, field, message }: Verdict): string {
  const lasted = Date.parse(lastSeen) - Date.parse(firstSeen)
  const times = message.includes(`${count}×`) || count < 2 ? [] : [`${count} times`]
  const span = lasted >= 1000 ? [`${times.length > 0 ? 'within' : 'for'} ${countTime(lasted)}`] : []
  const said = withoutDeliberations(withoutTold(confirmedBy, message)).replace(
    `log of ${object.name}/${object.container}`,
    'its log',
  )
  const isSaid = said === '' || said === field || message.includes(said)
  if (isSaid && times.length + span.length === 0) return ''
  const proof = isSaid ? lastStep(field) : shortenText(said, longestProof)
  return [[...times, ...span].join(' '), proof === 'its log' ? 'confirmed by its log' : proof]
    .filter((part) => part !== '')
    .join(' · ')
}

/** `Event Unhealthy ×25: 500`, where the count stands beside it and the headline says 500. */
const withoutTold = (confirmedBy: string, message: string): string => {
  const [, event, answer = ''] = /^(Event \w+) ×\d+: (.+)$/.exec(confirmedBy) ?? []
  return event && message.endsWith(answer) ? event : confirmedBy
}

/** `lastState.terminated` of `status.containerStatuses[0].lastState.terminated`. */
const lastStep = (field: string): string => field.replace(/^status\.(\w+Statuses\[\d+\]\.)?/, '')
