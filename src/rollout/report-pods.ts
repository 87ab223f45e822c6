import type { PodReport } from '../report.ts'
import type { PodState } from './state.ts'

/** The life of each pod that this rollout made or ended, for the report. */
export const reportPods = (pods: PodState[]): PodReport[] =>
  pods.map(({ name, component, isNew, phase, restarts, timeline }) => ({
    name,
    component,
    isNew,
    phase,
    restarts,
    timeline: Object.fromEntries(
      Object.entries(timeline)
        .filter(([, at]) => at !== undefined)
        .map(([step, at]) => [step, new Date(at).toISOString()]),
    ),
  }))
