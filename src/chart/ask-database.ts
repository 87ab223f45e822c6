import { askInNode } from './ask-in-node.ts'
import { askInPython } from './ask-in-python.ts'

/** An image without the one may hold the other; one without both ends with 77. */
const choose =
  'command -v node >/dev/null 2>&1 && exec node -e "$0"; for p in python3 python; do command -v $p >/dev/null 2>&1 && exec $p -c "$1"; done; exit 77'

/**
 * Asks in whatever language the image of the backend speaks, with a line `step NAME ok|failed DETAIL` for each step up
 * to `select 1`. Certificates were judged from the machine of `up`; here the way and the login are at stake.
 */
export const askDatabase = ['sh', '-c', choose, askInNode, askInPython]
export const cannotAsk = 77
