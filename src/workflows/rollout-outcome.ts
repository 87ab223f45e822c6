import { readManifests } from '../chart/read-manifests.ts'
import { DeployError } from '../errors.ts'
import type { ComponentState, RolloutPicture, RolloutTarget } from '../rollout/state.ts'
import { findDatabasePlaces } from './find-database-places.ts'
import { brokenRules, type Inspection } from './inspect-release.ts'
import type { Prepared } from './prepare-release.ts'
import type { ReleaseRun } from './release-run.ts'
import { secretName } from './release-secret.ts'
import { lostSight } from './tell-sight.ts'

/** What to wait for when these manifests are released. */
export function rolloutTarget(
  { config, namespace, flags }: ReleaseRun,
  rendered: string,
  databasePlaces: string[] = [],
): RolloutTarget {
  const configMaps = new Set(
    readManifests(rendered).flatMap(({ kind, metadata }) => (kind === 'ConfigMap' ? [metadata.name] : [])),
  )
  return {
    namespace,
    release: config.name,
    components: (['frontend', 'backend'] as const).map((role) => ({
      role,
      deployment: `${config.name}-${role}`,
      service: `${config.name}-${role}`,
      configMap: [`${config.name}-${role}-config`].find((name) => configMaps.has(name)),
      secret: secretName(config.name),
      database: [
        ...findDatabasePlaces(Object.values(config[role].env)),
        ...(config[role].secrets.length > 0 ? databasePlaces : []),
      ],
    })),
    timeoutSeconds: flags.timeout ?? config.rollout.timeoutSeconds,
    soakSeconds: flags.until === 'verified' ? config.rollout.soakSeconds : 0,
    until: flags.until === 'available' ? 'available' : 'complete',
  }
}

export function describeChecks({ helm, kubeVersion }: Prepared): string {
  const kubernetes = kubeVersion.replace(/^v/, '')
  return `Kubernetes ${short(kubernetes)} · helm ${short(helm.version)} · secrets complete`
}

const short = (version: string): string => version.split('.').slice(0, 2).join('.')

/** Passes a completed rollout on; everything else is the failure it is, with its own code. */
export function requireComplete(state: RolloutPicture): RolloutPicture {
  const { phase, verdict } = state
  if (phase === 'complete') return state
  if (phase === 'failed' && verdict) {
    throw new DeployError('ROLLOUT_FAILED', verdict.message, {
      evidence: [
        `${verdict.class}: ${verdict.object.kind} ${verdict.object.name}, ${verdict.field}`,
        verdict.whyNotTransient,
      ],
      hint: verdict.hint,
      state: stateLine(state),
    })
  }
  if (phase === 'lost') {
    throw lostSight(state, state.lost?.message ?? 'nothing was heard of it any more')
  }
  if (phase === 'cancelled') {
    throw new DeployError('CANCELLED', 'cancelled; the rollout goes on in the cluster', {
      next: ['k8sdeploy status', 'k8sdeploy up'],
      state: stateLine(state),
    })
  }
  throw timedOut(state)
}

function timedOut(state: RolloutPicture): DeployError {
  const waiting = state.pods.filter(({ isNew, phase }) => isNew && phase !== 'Ready' && phase !== 'Gone')
  return new DeployError(
    'ROLLOUT_TIMED_OUT',
    `${state.verdict ? `${state.verdict.message}; ` : ''}the rollout was not complete after ${state.target.timeoutSeconds} s`,
    {
      evidence: [
        ...(state.verdict ? [`${state.verdict.class}: ${state.verdict.whyNotTransient}`] : []),
        ...state.components.filter(({ state: now }) => now !== 'Active').map(progressOf),
        ...state.unseen.map(({ kind, message }) => `can't see objects of kind ${kind}: ${message}`),
        ...waiting.map(({ name, phase, waitingFor }) => `${name} ${phase}: ${waitingFor}`),
        ...state.warnings.filter((warning) => warning !== state.verdict?.message),
      ].slice(0, 8),
      hint: state.verdict?.hint ?? 'nothing failed for certain; give it more time, or look closer',
      next: [`k8sdeploy up --timeout ${state.target.timeoutSeconds * 2}`, 'k8sdeploy status'],
      state: stateLine(state),
    },
  )
}

const progressOf = ({ role, ready, desired, oldPods }: ComponentState): string =>
  `${role}: ${ready} of ${desired} new pods ready${oldPods > 0 ? `, ${oldPods} old still there` : ''}`

/** What is serving now: the line that tells a person how bad it is. */
const stateLine = (state: RolloutPicture): string =>
  state.components.map((component) => servingOf(component, state)).join(' · ')

function servingOf({ role, availability }: ComponentState, { pods }: RolloutPicture): string {
  if (availability !== 'Available') return `${role} does not serve`
  const ready = pods.filter((pod) => pod.component === role && pod.phase === 'Ready')
  const isOld = ready.length > 0 && ready.every(({ isNew }) => !isNew)
  const count = `${ready.length}${isOld ? ' old' : ''} ${ready.length === 1 ? 'pod' : 'pods'}`
  return isOld ? `${role} keeps serving from ${count}` : `${role} serves from ${count}`
}

export function requireRules(inspection: Inspection, state: RolloutPicture): Inspection {
  const evidence = brokenRules(inspection.entities)
  if (evidence.length === 0) return inspection
  throw new DeployError(
    'RULE_NOT_MET',
    `the pods are ready, but ${evidence.length === 1 ? 'a rule does' : `${evidence.length} rules do`} not hold`,
    {
      evidence,
      hint: 'each line names the object and what was seen',
      next: ['k8sdeploy status'],
      state: stateLine(state),
    },
  )
}
