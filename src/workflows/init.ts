import type { InitFlags } from '../commands/init.ts'
import type { GlobalOptions } from '../commands/program.ts'
import { tellable } from '../config/problem.ts'
import { DeployError, isDeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'
import { viewCommand } from '../views/plan-command.ts'
import { viewDiff } from '../views/plan-diff.ts'
import { viewFiles } from '../views/plan-files.ts'
import { viewFound } from '../views/plan-found.ts'
import { viewNext } from '../views/view-verdict.ts'
import { initCommand } from './init-command.ts'
import { fileChanges, isChange, nextWritten } from './init-files.ts'
import { collectGiven, type Given } from './init-given.ts'
import { look } from './init-look.ts'
import { type InitPlan, type PlanGround, planInit } from './init-plan.ts'
import { showPlan } from './init-plan-screen.ts'
import { type InitStatus, initReport, missingAnswer, statusOf } from './init-report.ts'
import { runWizard } from './init-wizard.ts'
import { printDocument } from './print-document.ts'
import { writtenFile, writtenText } from './written.ts'

type Flags = InitFlags & GlobalOptions

/** Looks, asks or takes what is given, shows the plan, and only then writes. Answers the exit code. */
export async function init(flags: Flags, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const given = await collectGiven(flags, files, world)
  const ground = await prepare(flags, files, world)
  const isPreview = flags.dryRun === true || flags.diff === true
  if (isPreview) return preview(await planInit(given, ground), flags, ground, world)
  const plan = await agree(given, flags, ground, world)
  const status = await write(plan, ground, world)
  finish(status, plan, flags, ground, world)
  return 0
}

async function prepare(flags: Flags, files: Files, world: World): Promise<PlanGround> {
  const overwrite = flags.overwrite === true
  return { seen: await look(files, overwrite, world), files, templates: await world.templates(), overwrite }
}

/** The plan that is going to be carried out: agreed to by a person, or complete by itself. */
async function agree(given: Given, flags: Flags, ground: PlanGround, world: World): Promise<InitPlan> {
  if (world.terminal.canAsk && flags.output === 'text')
    return runWizard({ given, ground, world }).catch(nothingWritten)
  const plan = await planInit(given, ground)
  if (!plan.config) throw refusal(plan, given)
  if (flags.output === 'text' && flags.quiet !== true) {
    const { palette, columns, say } = world.terminal
    say(`${viewFound(ground.seen.project, plan.notes, palette, columns).join('\n')}`)
    showPlan(plan, world)
  }
  return plan
}

function nothingWritten(error: unknown): never {
  if (!isDeployError(error) || error.code !== 'CANCELLED') throw error
  throw new DeployError('CANCELLED', 'cancelled: nothing was written', { cause: error })
}

/** Everything wrong and everything open, at once. */
function refusal({ problems, resolution }: InitPlan, given: Given): DeployError {
  const evidence = problems.map(({ id, flag, message, hint }) => {
    const from = given.get(id)?.from ?? flag
    return tellable(`${from && `${from}: `}${message} → ${hint}`)
  })
  const missing = resolution.missing.map(missingAnswer)
  if (problems.length > 0) {
    const what = problems.length === 1 ? 'an answer is' : `${problems.length} answers are`
    return new DeployError('USAGE', `${what} not valid; nothing was written`, {
      evidence,
      missing: missing.length > 0 ? missing : undefined,
      hint: 'correct what each line begins with, and run the same command again',
      next: ['k8sdeploy init --help'],
    })
  }
  const reasons = missing.flatMap(({ flag, candidates = [] }) =>
    candidates.map(({ value, because }) => `${flag} ${value}: ${because}`),
  )
  const what = missing.length === 1 ? 'an answer is' : `${missing.length} answers are`
  return new DeployError('WOULD_PROMPT', `${what} missing, and nobody can be asked; nothing was written`, {
    missing,
    evidence: reasons.length > 0 ? reasons : undefined,
    hint: 'give them as flags, environment variables or in a file with --from, or run in a terminal without --yes',
    next: [`k8sdeploy init --yes ${missing.map(({ flag }) => `${flag} …`).join(' ')}`],
  })
}

/** Can be recorded before it is there: nothing of the user's could be taken for it. */
const isNews = ({ action, appended }: InitPlan['files'][number]) =>
  action === 'create' || appended !== undefined

async function write(plan: InitPlan, { files, seen }: PlanGround, { signal }: World): Promise<InitStatus> {
  const changes = fileChanges(plan.files)
  const [before, after] = [seen.written, nextWritten(plan.files, seen.written)].map(writtenText)
  if (before === after && changes.length === 0) return 'unchanged'
  if (signal.aborted) throw new DeployError('CANCELLED', 'cancelled: nothing was written')
  const first = writtenText(nextWritten(plan.files.filter(isNews), seen.written))
  await files.write([
    { path: writtenFile, content: first },
    ...changes,
    { path: writtenFile, content: after! },
  ])
  return changes.length === 0 ? 'unchanged' : 'written'
}

function preview(plan: InitPlan, flags: Flags, { seen }: PlanGround, { terminal }: World): number {
  const report = initReport(statusOf(plan), plan, seen)
  if (flags.output !== 'text') {
    printDocument(report, flags.output, terminal)
    return report.code
  }
  const { palette, columns } = terminal
  terminal.say(`${viewFound(seen.project, plan.notes, palette, columns).join('\n')}`)
  showPlan(plan, { terminal })
  if (flags.diff)
    terminal.print(
      `${plan.files
        .filter(isChange)
        .flatMap((file) => viewDiff(file, palette))
        .join('\n')}\n`,
    )
  else if (plan.config)
    terminal.print(`${viewFiles(plan.files, plan.config.chart.path, palette).join('\n')}\n`)
  return report.code
}

function finish(
  status: InitStatus,
  plan: InitPlan,
  flags: Flags,
  { seen }: PlanGround,
  { terminal }: World,
): void {
  if (flags.output !== 'text') {
    printDocument(initReport(status, plan, seen), flags.output, terminal)
    return
  }
  const { palette, columns, say, print } = terminal
  const count = plan.files.filter(isChange).length
  say(
    status === 'written'
      ? `  ${palette.good('✓ written')}  ${count} ${count === 1 ? 'file' : 'files'}\n`
      : `  ${palette.good('✓ unchanged')}  everything is as init would write it\n`,
  )
  say(`\n  ${palette.dim('The same without questions:')}\n`)
  print(`${viewCommand(initCommand(plan.resolution), columns).join('\n')}\n`)
  say(`\n${viewNext(nextSteps(plan), palette, columns).join('\n')}\n`)
}

/** Secrets are the one thing that init does not ask for. */
function nextSteps({ config }: InitPlan): string[] {
  const [name, secret] = Object.entries(config?.secrets ?? {})[0] ?? []
  const isInFile = name !== undefined && secret?.from === 'env-file'
  return [
    ...(isInFile ? [`make sure that ${secret.file ?? '.env'} has ${secret.key}=…, then:`] : []),
    'k8sdeploy up',
  ]
}
