const lacking =
  /(\b(missing|required|undefined|expected|empty)(?!_))|must be set|must not be empty|not set\b|no value\b|not found\b/i

/** In capitals stand the names of variables. */
const variable = /\b[A-Z][A-Z\d]*_[A-Z\d_]+\b/
const environment = /\benv(s|iron\w*|[ _-]?vars?)?\b|\bvariables?\b/i
/** Any map may lack any key; its own environment is the one whose keys are in capitals. */
const ownKey = /(KeyError: |key not found: )["'][A-Z][A-Z\d_]+["']/

/** Of settings in small letters only a program's own words tell; a peer lacks configs, secrets and keys too. */
const inWords = [
  /\b(missing|required|no value for)( (required|the|a))* (config\w*|settings?)\b/i,
  /\b(config\w*|settings?|secrets?)\b.*(must be set|not set|\brequired\b)/i,
  /\bconfig\w*[ _-]?file\b.*not found|\bconfig\S*\.(ya?ml|json|toml|ini|conf)\b.*not found/i,
  /\b(missing|no) (\w+ ){0,2}(api|secret|access|private|encryption|signing)[ -]?keys?\b/i,
  /\bField required\b/,
]

/** Where to read more is no place that was asked. */
const askedUrl = /(?<!\b(see|visit|more|info|docs|documentation|guide|help)\W{1,3})\bhttps?:\/\//i
const answer =
  /\bresponse\b|\bvault\b|\bHTTP\W{0,3}\d{3}\b|\bstatus( code)?\W{1,3}\d{3}\b|\b[45]\d\d (not found|unauthori[sz]ed|forbidden|bad|internal|service|gateway)/i

/** A setting is not there, and no peer was to bring it. */
export const lacksSetting = (line: string): boolean => {
  if (askedUrl.test(line) || answer.test(line)) return false
  if (inWords.some((one) => one.test(line))) return true
  if (/KeyError/.test(line)) return ownKey.test(line)
  return lacking.test(line) && (variable.test(line) || environment.test(line))
}

/** A variable of its own environment has no value: nothing that another program makes will give it one. */
export const lacksVariable = (line: string): boolean =>
  lacksSetting(line) &&
  (ownKey.test(line) || (/must be set|not set\b(?! up)/.test(line) && variable.test(line)))
