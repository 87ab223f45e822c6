import { load } from 'js-yaml'
import { ApiError, badRequest } from './api-error.ts'
import { isRecord, type Json } from './json.ts'
import { readProtobuf } from './protobuf/read-protobuf.ts'

/** An object in any form that clients send: JSON, YAML (apply patches), protobuf (release Secrets). */
export function readBody({ body, contentType }: { body: Buffer; contentType: string }): Json {
  const value = decode(body, contentType.split(';')[0]?.trim() ?? '')
  if (!isRecord(value))
    throw badRequest("couldn't get version/kind; json parse error: the body is not an object")
  return value
}

function decode(body: Buffer, type: string): unknown {
  try {
    if (type === 'application/vnd.kubernetes.protobuf') return readProtobuf(body)
    if (type.endsWith('yaml')) return JSON.parse(JSON.stringify(load(body.toString())))
    return JSON.parse(body.toString())
  } catch (error) {
    throw new ApiError(
      400,
      'BadRequest',
      `couldn't get version/kind; parse error: ${(error as Error).message}`,
    )
  }
}

export function readPatch(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`)
  }
}
