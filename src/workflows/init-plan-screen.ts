import { answerText } from '../config/answer-value.ts'
import type { QuestionRow } from '../config/question-row.ts'
import { findQuestion, questions } from '../config/questions.ts'
import type { Answer, Question } from '../ports.ts'
import { viewAnswers } from '../views/plan-answers.ts'
import { viewDiff } from '../views/plan-diff.ts'
import { viewFiles } from '../views/plan-files.ts'
import { viewProblems } from '../views/plan-problems.ts'
import { isChange } from './init-files.ts'
import { type InitPlan, planInit } from './init-plan.ts'
import type { Wizard } from './init-wizard.ts'

/** The last screen before anything is written. Undefined when the user goes back to the questions. */
export async function askPlan(
  wizard: Wizard,
  edit: (row: QuestionRow) => Promise<Answer>,
): Promise<InitPlan | undefined> {
  const { given, ground, world } = wizard
  for (;;) {
    const plan = await planInit(given, ground)
    showPlan(plan, world)
    const reply = await world.terminal.ask(planQuestion(plan), world.signal)
    if ('back' in reply || reply.answer === 'back') return undefined
    if (reply.answer === 'write') return plan
    if (reply.answer === 'diff') showDiffs(plan, world)
    if (reply.answer === 'edit') await editAnswer(plan, wizard, edit)
  }
}

export function showPlan(plan: InitPlan, { terminal }: Pick<Wizard['world'], 'terminal'>): void {
  const { palette, columns } = terminal
  const { config, resolution, problems, files, variables } = plan
  const lines = config
    ? [
        ...viewAnswers(resolution, config, variables, palette, columns),
        '',
        ...viewFiles(files, config.chart.path, palette, columns),
      ]
    : viewProblems(problems, resolution.missing, palette, columns)
  terminal.say(`\n${lines.join('\n')}\n\n`)
}

function showDiffs({ files }: InitPlan, { terminal }: Wizard['world']): void {
  const lines = files.filter(isChange).flatMap((file) => viewDiff(file, terminal.palette))
  terminal.say(`\n${lines.join('\n')}\n`)
}

function planQuestion({ config, files }: InitPlan): Question {
  const count = files.filter(isChange).length
  const write =
    count === 0 ? 'done: there is nothing to write' : `write ${count} ${count === 1 ? 'file' : 'files'}`
  return {
    id: 'plan',
    flag: '--yes',
    env: '',
    kind: 'select',
    message: config ? 'Is this right?' : 'Some answers do not go together yet.',
    valid: '',
    canGoBack: true,
    choices: [
      ...(config ? [{ value: 'write', name: write }] : []),
      { value: 'edit', name: 'e  edit an answer', key: 'e' },
      ...(config ? [{ value: 'diff', name: 'd  show the diffs', key: 'd' }] : []),
      { value: 'back', name: '<  back to the questions', key: '<' },
    ],
    check: () => undefined,
  }
}

async function editAnswer(
  { resolution }: InitPlan,
  { world }: Wizard,
  edit: (row: QuestionRow) => Promise<Answer>,
): Promise<void> {
  const { answers, missing } = resolution
  const open = new Set(missing.map(({ row }) => row.id))
  const listed = questions.filter(({ id }) => answers.has(id) || open.has(id))
  const width = Math.max(...listed.map(({ id }) => id.length)) + 2
  const choices = listed.map((row) => {
    const resolved = answers.get(row.id)
    const text = resolved ? answerText(row, resolved.value) || 'none' : 'open'
    return {
      value: row.id,
      name: clipped(`${row.id.padEnd(width)}${text}`, world.terminal.columns - 4),
      description: row.message,
    }
  })
  const reply = await world.terminal.ask(
    {
      id: 'edit',
      flag: '',
      env: '',
      kind: 'select',
      message: 'Which answer?',
      valid: '',
      canGoBack: true,
      choices,
      check: () => undefined,
    },
    world.signal,
  )
  const row = 'answer' in reply ? findQuestion(reply.answer) : undefined
  if (row) await edit(row)
}

const clipped = (text: string, width: number) =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`
