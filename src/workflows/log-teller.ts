import type { LogsFlags } from '../commands/logs.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { LogLine, Terminal } from '../ports.ts'
import { type LogSpeaker, nameSpeaker, viewSpeaker } from '../views/view-log-line.ts'

export type LogTeller = {
  /** Returns when the line has left. */
  tell(speaker: LogSpeaker, line: LogLine): Promise<void>
  /** What is not a line of a log, for people. */
  note(text: string): void
}

/** Prints lines as text or as JSON, those of `speakers` in one column; `stop` is called once nobody reads them any more. */
export function logTeller(
  { output, timestamps }: LogsFlags & GlobalOptions,
  terminal: Terminal,
  speakers: LogSpeaker[],
  stop: () => void,
): LogTeller {
  let width = Math.max(0, ...speakers.map((speaker) => nameSpeaker(speaker).length))
  const view = (speaker: LogSpeaker, { time, text }: LogLine): string => {
    width = Math.max(width, nameSpeaker(speaker).length)
    return `${viewSpeaker(speaker, terminal.tints, width)} ${timestamps ? `${time} ` : ''}${text}`
  }
  return {
    async tell(speaker, line) {
      terminal.data(
        `${output === 'text' ? view(speaker, line) : JSON.stringify(documentOf(speaker, line))}\n`,
      )
      await terminal.caughtUp()
      if (!terminal.hasReader()) stop()
    },
    note: (text) => terminal.say(`${terminal.palette.dim(`  ${text}`)}\n`),
  }
}

const documentOf = ({ component, pod, container }: LogSpeaker, { time, text }: LogLine) => ({
  schema: 'k8sdeploy/log/1',
  time,
  component,
  pod,
  container,
  line: text,
})
