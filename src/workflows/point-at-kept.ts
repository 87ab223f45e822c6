import type { UpReport } from '../report.ts'

const podLogs = /kubectl (?:--\S+ \S+ )*logs ([^\s,]+) -c ([^\s,]+)(?: --previous| -n [^\s,]+)*/g

/** The way back takes the pod and its log with it: from then on only what was kept can be read. */
export function pointAtKept(report: Pick<UpReport, 'verdict' | 'error' | 'kept' | 'next'>): void {
  const { kept, verdict, error } = report
  if (!kept) return
  const point = (text: string) => text.replace(podLogs, `cat ${kept}/logs/$1-$2*.log`)
  for (const told of [verdict, error]) if (told?.hint) told.hint = point(told.hint)
  report.next = report.next.map(point)
}
