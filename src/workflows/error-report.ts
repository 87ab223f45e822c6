import type { DeployError } from '../errors.ts'
import type { ErrorReport, PhaseName, Verdict } from '../report.ts'

/** A failure without a report of its own, as `-o json` prints it. */
export function errorReport(error: DeployError) {
  return {
    schema: 'k8sdeploy/error/1',
    status: statusOf(error),
    code: error.exitCode,
    message: error.message,
    error: errorFields(error),
    hint: error.details.hint,
    evidence: error.details.evidence ?? [],
    missing: error.details.missing,
    choices: error.details.choices,
    next: error.details.next ?? [],
  }
}

export function errorFields(error: DeployError, phase?: PhaseName): ErrorReport {
  const { hint, evidence = [], missing, choices, state } = error.details
  return { code: error.code, phase, message: error.message, hint, evidence, missing, choices, state }
}

/** A failure outside the rollout that has a class all the same. */
export function verdictOf({ message, details }: DeployError, now: number): Verdict | undefined {
  const { blame, hint = '', evidence = [] } = details
  const at = new Date(now).toISOString()
  if (!blame) return undefined
  const told = { message, hint, firstSeen: at, lastSeen: at, count: 1, effects: [] }
  return { ...blame, ...told, ...(evidence.length > 0 && { evidence }) }
}

export function statusOf(error: DeployError): 'failed' | 'timeout' | 'cancelled' | 'refused' {
  if (error.code === 'CANCELLED' || error.code === 'TERMINATED') return 'cancelled'
  if (error.code === 'ROLLOUT_TIMED_OUT') return 'timeout'
  return error.exitCode < 20 && error.code !== 'BUG' ? 'refused' : 'failed'
}
