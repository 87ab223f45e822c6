import type { Rule } from '../../report.ts'
import type { Scene } from './facts.ts'
import { rule, unchecked } from './rules.ts'

const id = 'url-answers-with-ui'

const looksLikeUi = (contentType: string | undefined, body: string | undefined): boolean => {
  if (contentType) return /html/i.test(contentType)
  return body === undefined || /<html|<!doctype html/i.test(body)
}

export const urlAnswers = (scene: Scene): Rule => {
  const answer = scene.facts.urls.find((one) => one.component === 'frontend')
  if (!answer || answer.answered === null) return unchecked(id, answer?.note || 'no URL was asked')
  const status = answer.status ?? 0
  if (!answer.answered || status >= 400)
    return rule(id, false, `${answer.url}: ${answer.note ?? `answered ${answer.status}`}`)
  const isUi = (status >= 300 && status < 400) || looksLikeUi(answer.contentType, answer.body)
  const type = answer.contentType ? `, ${answer.contentType}` : ''
  return rule(id, isUi, `${answer.url} answered ${answer.status} in ${answer.milliseconds ?? '?'} ms${type}`)
}
