// A vitest reporter: which tests held only when they were tried again, and what they had failed of. On machines that
// others use too that may be nobody's fault; it is told all the same.
import { appendFileSync } from 'node:fs'

export default class SecondTries {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const flaky = tests.filter((test) => test.diagnostic()?.flaky)
    for (const test of flaky) {
      const [error] = test.result().errors ?? []
      console.log(`second try: ${test.module.relativeModuleId} > ${test.fullName}\n${error?.message ?? ''}\n`)
    }
    const file = process.env.SECOND_TRIES_FILE
    if (file) appendFileSync(file, flaky.map((test) => `${test.fullName.replaceAll('\n', ' ')}\n`).join(''))
  }
}
