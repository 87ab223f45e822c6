import { answerText, isSameAnswer, normalAnswer } from '../config/answer-value.ts'
import { checkAnswer } from '../config/check-answer.ts'
import { type Choice, environmentOf, flagOf, type QuestionRow } from '../config/question-row.ts'
import { questions } from '../config/questions.ts'
import type { Answer, Question, World } from '../ports.ts'
import { viewFound } from '../views/plan-found.ts'
import type { Given } from './init-given.ts'
import type { Look } from './init-look.ts'
import { type Answered, type InitPlan, type PlanGround, planInit, resolveInit } from './init-plan.ts'
import { askPlan } from './init-plan-screen.ts'

export type Wizard = { given: Given; ground: PlanGround; world: Pick<World, 'terminal' | 'signal'> }

type Extent = 'short' | 'long' | 'none'

/** Found, the questions, the plan; back at any step. Answers the plan that the user agreed to. */
export async function runWizard(wizard: Wizard): Promise<InitPlan> {
  const { given, ground, world } = wizard
  const first = await planInit(given, ground)
  const { palette, columns } = world.terminal
  const title = [
    `  ${palette.strong('k8sdeploy init')} · ${ground.seen.folder}`,
    `  ${palette.dim('Ctrl-C writes nothing')}`,
  ]
  const found = viewFound(ground.seen.project, first.notes, palette, columns)
  world.terminal.say(`\n${[...title, ...found].join('\n')}\n`)
  for (;;) {
    const extent = await askExtent(wizard)
    if (!(await askQuestions(extent, wizard))) continue
    const agreed = await askPlan(wizard, (row) => askRow(row, wizard))
    if (agreed) return agreed
  }
}

async function askExtent({ given, ground, world }: Wizard): Promise<Extent> {
  const { resolution } = resolveInit(given, ground.seen)
  const open = resolution.missing.length
  const reply = await world.terminal.ask(
    {
      id: 'extent',
      flag: '--yes',
      env: '',
      kind: 'select',
      message:
        open > 0
          ? `${open} ${open === 1 ? 'answer' : 'answers'} missing. How to continue?`
          : 'All answers known. How to continue?',
      valid: '',
      choices: [
        {
          value: 'short',
          name: 'review the main answers',
          description: 'names, folders, ports, replicas, access, secrets',
        },
        {
          value: 'long',
          name: 'review all answers',
          description: `all ${questions.length} questions, each with its default`,
        },
        {
          value: 'none',
          name: 'show the plan',
          description: open > 0 ? 'after the missing answers' : 'any answer can still be edited there',
        },
      ],
      check: () => undefined,
    },
    world.signal,
  )
  return 'answer' in reply ? (reply.answer as Extent) : 'short'
}

/** False when the user went back before the first. An answer may open or close questions after it. */
async function askQuestions(extent: Extent, wizard: Wizard): Promise<boolean> {
  const asked: QuestionRow[] = []
  for (;;) {
    const row = nextQuestion(extent, asked, wizard)
    if (!row) return true
    const reply = await askRow(row, wizard)
    if (!('back' in reply)) asked.push(row)
    else if (!asked.pop()) return false
  }
}

function nextQuestion(
  extent: Extent,
  asked: QuestionRow[],
  { given, ground }: Wizard,
): QuestionRow | undefined {
  const { resolution } = resolveInit(given, ground.seen)
  const isOpen = (row: QuestionRow) => resolution.missing.some((it) => it.row === row)
  const isWanted = (row: QuestionRow) => extent === 'long' || (extent === 'short' && row.isMain)
  return questions.find((row) => {
    const beforehand = given.get(row.id)
    if (asked.includes(row) || (beforehand && !beforehand.isAsked)) return false
    return isOpen(row) || (isWanted(row) && resolution.answers.has(row.id))
  })
}

/** Taking the default is no answer of one's own: it goes on following what it came from. */
export async function askRow(row: QuestionRow, { given, ground, world }: Wizard): Promise<Answer> {
  const { resolution } = resolveInit(given, ground.seen)
  const resolved = resolution.answers.get(row.id)
  const choices = resolved?.choices ?? resolution.missing.find((it) => it.row === row)?.choices ?? []
  const question = questionOf(row, resolved, choices, (text) => faultOf(row, text, given, ground.seen))
  const reply = await askOne(question, world)
  if (!('answer' in reply)) return reply
  const value = normalAnswer(row, reply.answer)
  if (!resolved || !isSameAnswer(value, resolved.value))
    given.set(row.id, { value, from: 'you', isAsked: true })
  return reply
}

const elsewhere = 'another one …'

/** Among candidates, or typed after all. */
async function askOne(question: Question, { terminal, signal }: Wizard['world']): Promise<Answer> {
  const reply = await terminal.ask(question, signal)
  if (!('answer' in reply) || reply.answer !== elsewhere) return reply
  const typed = await terminal.ask(
    { ...question, kind: 'text', choices: undefined, default: undefined },
    signal,
  )
  return 'back' in typed ? askOne(question, { terminal, signal }) : typed
}

type Shown = { value: string | string[]; source: string } | undefined

function questionOf(
  row: QuestionRow,
  shown: Shown,
  candidates: Choice[],
  check: Question['check'],
): Question {
  const isPick = row.kind !== 'select' && candidates.length > 1
  const kind = isPick ? 'select' : row.kind === 'select' || row.kind === 'confirm' ? row.kind : 'text'
  return {
    id: row.id,
    flag: flagOf(row),
    env: environmentOf(row),
    kind,
    message: row.message,
    default: shown && (answerText(row, shown.value) || 'none'),
    source: shown && shown.source !== 'default' ? shown.source : undefined,
    choices: isPick ? [...candidates, { value: elsewhere, name: elsewhere }] : row.choices,
    canGoBack: true,
    valid: row.valid,
    check,
  }
}

/** By itself, then together with all the others. */
function faultOf(row: QuestionRow, text: string, given: Given, seen: Look): string | undefined {
  const value = normalAnswer(row, text)
  const fault = checkAnswer(row, value)
  if (fault) return `${fault.message}. ${fault.hint}`
  const { problems }: Answered = resolveInit(new Map([...given, [row.id, { value, from: 'you' }]]), seen)
  const problem = problems.find(({ id }) => id === row.id)
  return problem && `${problem.message}. ${problem.hint}`
}
