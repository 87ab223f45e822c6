/** `, then: k8sdeploy up` and its like: what rolls a change out here, and nowhere else. */
const ownCommand = /(?:,? ?(?:then|or)?:? |; then: )k8sdeploy up(?: \(or .*\))?$/

/** What to do where no k8sdeploy.yaml describes the app: the same, in the Deployment itself. */
export const hintElsewhere = (hint: string, role: string, deployment: string): string =>
  hint
    .replace(ownCommand, '')
    .replaceAll(/ in (k8sdeploy\.yaml|the chart)/g, ` in deployment ${deployment}`)
    .replaceAll(`${role}.`, '')
