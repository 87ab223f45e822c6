import type { Verdict } from './report.ts'

/** Exit codes by error code; both are stable once shipped. Failed, timed out and cancelled are never the same. */
export const exitCodes = {
  BUG: 1,
  USAGE: 2,
  CONFIG_INVALID: 2,
  CHANGES_PENDING: 3,
  WOULD_PROMPT: 4,
  TOOL_MISSING: 10,
  CLUSTER_UNREACHABLE: 11,
  FORBIDDEN: 11,
  /** The API server answered, and refused: invalid, conflict, quota, admission. */
  CLUSTER_REFUSED: 11,
  /** Another run is changing the same release. */
  BUSY: 11,
  UNSAFE_CONTEXT: 12,
  BUILD_FAILED: 20,
  DELIVERY_FAILED: 21,
  LINT_FAILED: 30,
  HELM_FAILED: 31,
  ROLLOUT_FAILED: 40,
  ROLLOUT_TIMED_OUT: 41,
  RULE_NOT_MET: 42,
  LOST_SIGHT: 43,
  DATABASE_UNREACHABLE: 50,
  CANCELLED: 130,
  TERMINATED: 143,
} as const

export type ErrorCode = keyof typeof exitCodes

export type Blame = Pick<Verdict, 'class' | 'object' | 'field' | 'whyNotTransient' | 'confirmedBy'>

/** What a failure must carry: what (`message`), why (`evidence`), what to type next (`hint`, `next`). */
export type ErrorDetails = {
  hint?: string
  evidence?: string[]
  /** Commands that can be pasted. */
  next?: string[]
  /** Answers that are missing, each with its flag and valid values (exit 4). */
  missing?: MissingAnswer[]
  choices?: string[]
  /** What state the cluster is in, once it was touched. */
  state?: string
  /** What a verdict says beyond this, where the failure has a class. */
  blame?: Blame
  cause?: unknown
}

export type MissingAnswer = {
  id: string
  flag: string
  env: string
  question: string
  valid: string
  /** Best first, each with what speaks for it. */
  candidates?: { value: string; because: string }[]
}

export class DeployError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'DeployError'
    this.code = code
    this.details = details
  }

  get exitCode(): number {
    return exitCodes[this.code]
  }
}

export const isDeployError = (error: unknown): error is DeployError => error instanceof DeployError

/** What was asked for, or this where the user may not see it; every other error stays one. */
export async function unlessForbidden<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (isDeployError(error) && error.code === 'FORBIDDEN') return otherwise
    throw error
  }
}
