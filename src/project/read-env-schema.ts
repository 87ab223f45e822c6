import { fallbackOf, lineAt, type Reading } from './reading.ts'

const speaksOfEnvironment =
  /process\.env|import\.meta\.env|Bun\.env|[eE]nvSchema|ConfigModule|cleanEnv|createEnv/
const entry =
  /^[ \t]*["']?([A-Z][A-Z0-9_]*)["']?[ \t]*:[ \t]*(z\b|Joi\b|v\b|yup\b|(?:Type|t)\s*\.|\w*(?:[sS]tr|[uU]rl|[nN]um|[pP]ort|[bB]ool|[eE]mail|[hH]ost|[jJ]son|[eE]num)\w*\()/gm

/** A schema that the environment is checked with: `DATABASE_URL: z.string().url()`, over as many lines as it takes. */
export function readEnvSchema(path: string, text: string): Reading[] {
  if (!speaksOfEnvironment.test(text) && !/(^|\/)env\.\w+$/.test(path)) return []
  return [...text.matchAll(entry)].map((match) => {
    const rule = ruleAt(text, match.index + match[0].length - match[2]!.length)
    const given = /\bdefault\(\s*["'`]?([^"'`)]*)|\b(?:default|devDefault)\s*:\s*["'`]?([^"'`),}]*)/.exec(
      rule,
    )
    return {
      path,
      line: lineAt(text, match.index),
      name: match[1]!,
      fallback: fallbackOf(given?.[1] ?? given?.[2]),
      isRequired: isDemanded(rule),
      isChecked: isDemanded(rule),
      isWhole: /\b(?:url|uri)\(/.test(rule),
    }
  })
}

/** `environ.Env(DEBUG=(bool, False))` tells what stands in, for every place that reads it. */
const scheme = /(?:^|\bEnv\(|,)[ \t]*([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*\([ \t]*\w+[ \t]*,[ \t]*([^)\n]+)\)/gm

export const readDefaults = (path: string, text: string): Map<string, string> =>
  path.endsWith('.py') && /\bEnv\(/.test(text)
    ? new Map(
        [...text.matchAll(scheme)]
          .map(([, name, value]) => [name!, value!.trim().replace(/^(["'])(.*)\1$/, '$2')] as const)
          .filter(([, value]) => value !== ''),
      )
    : new Map()

/** Joi lets anything be absent that is not required; everybody else demands what is not optional. */
const isDemanded = (rule: string) =>
  rule.startsWith('Joi') || rule.startsWith('yup')
    ? /\.required\(/.test(rule)
    : !/\b(optional|default|nullish|catch|undefinedable)\b|\bdevDefault\b/i.test(rule)

/** Up to the comma that ends it, or the bracket around it. */
function ruleAt(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const one = text[at]!
    if ('([{'.includes(one)) depth++
    if (')]}'.includes(one) && --depth < 0) return text.slice(from, at)
    if (one === ',' && depth === 0) return text.slice(from, at)
  }
  return text.slice(from)
}
