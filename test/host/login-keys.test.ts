import { expect, it } from 'vitest'
import { loginKeys } from '../../src/host/login-keys.ts'

const env = {
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SESSION_TOKEN: 'token',
  AZURE_CLIENT_SECRET: 'azure',
  DATABASE_URL: 'u',
}

it.each([
  ['aws', ['AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN']],
  ['/usr/local/bin/aws-iam-authenticator', ['AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN']],
  ['kubelogin', ['AZURE_CLIENT_SECRET']],
  ['a-login-of-ours', []],
  ['constructor', []],
  [undefined, []],
])('%s gets the keys of its cloud alone', (program, names) => {
  expect(Object.keys(loginKeys(env, program))).toEqual(names)
})
