import { DeployError } from '../errors.ts'
import type { World } from '../ports.ts'

type Consent = {
  /** The question, e.g. `Remove the release shop from shop on kind?` */
  message: string
  /** The command that says yes beforehand. */
  again: string
  isGiven: boolean
  /** What to look at instead, when the answer is no. */
  next?: string[]
}

/** Given beforehand, or by a person at the terminal; else an error that says how to give it. */
export async function askConsent(
  { message, again, isGiven, next }: Consent,
  { terminal, signal }: Pick<World, 'terminal' | 'signal'>,
): Promise<void> {
  if (isGiven) return
  if (!terminal.canAsk)
    throw new DeployError('WOULD_PROMPT', `nobody can be asked: ${message}`, {
      missing: [{ id: 'consent', flag: '--yes', env: '', question: message, valid: '--yes' }],
      hint: 'say so with --yes',
      next: [again],
    })
  const question = {
    id: 'consent',
    flag: '--yes',
    env: '',
    kind: 'confirm' as const,
    message,
    default: false,
    valid: 'yes or no',
    check: () => undefined,
  }
  const reply = await terminal.ask(question, signal)
  if ('answer' in reply && ['yes', 'y', 'true'].includes(reply.answer)) return
  throw new DeployError('CANCELLED', 'nothing was changed', { next })
}
