import { expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import { viewError } from '../../src/views/view-error.ts'
import { plain } from './plain-palette.ts'

const error = new DeployError('CONFIG_INVALID', 'k8sdeploy.yaml has 2 problems', {
  evidence: [
    'k8sdeploy.yaml:2:7 `Shop_1` holds something other than lower-case letters, digits and `-` → For example `shop-1`.',
    'k8sdeploy.yaml:7:13 `two` is text, and a number is needed → Write a number.',
  ],
  missing: [
    { id: 'frontend.port', flag: '--frontend-port', env: '', question: 'On which port?', valid: '1–65535' },
  ],
  choices: ['kind-dev', 'minikube'],
  state: 'nothing was changed',
  hint: 'correct it and run the same command again',
  next: ['docker build --file backend/Dockerfile --tag k8sdeploy.local/shop-backend:a900c009229e -- backend'],
})
const show = (columns: number) => `\n${viewError(error, plain, columns).join('\n')}\n`

it('says what, why, what is missing, the state, and what to type, at 80 columns', () => {
  expect(show(80)).toMatchInlineSnapshot(`
    "
      ✗ k8sdeploy.yaml has 2 problems
      why    k8sdeploy.yaml:2:7 \`Shop_1\` holds something other than lower-case
               letters, digits and \`-\` → For example \`shop-1\`.
             k8sdeploy.yaml:7:13 \`two\` is text, and a number is needed → Write a
               number.
      needs  --frontend-port  On which port? (1–65535)
      choose kind-dev, minikube
      state  nothing was changed
      hint   correct it and run the same command again
      next   docker build --file backend/Dockerfile --tag k8sdeploy.local/shop-backend:a900c009229e -- backend
    "
  `)
})

it('reads well at 40 columns; a command stays whole', () => {
  expect(show(40)).toMatchInlineSnapshot(`
    "
      ✗ k8sdeploy.yaml has 2 problems
      why    k8sdeploy.yaml:2:7 \`Shop_1\`
               holds something other than
               lower-case letters, digits
               and \`-\` → For example
               \`shop-1\`.
             k8sdeploy.yaml:7:13 \`two\` is
               text, and a number is needed
               → Write a number.
      needs  --frontend-port  On which port?
             (1–65535)
      choose kind-dev, minikube
      state  nothing was changed
      hint   correct it and run the same
             command again
      next   docker build --file backend/Dockerfile --tag k8sdeploy.local/shop-backend:a900c009229e -- backend
    "
  `)
})
