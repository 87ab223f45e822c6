import { type Folder, findMatches } from './project-files.ts'

const listens =
  /\.(?:Listen|Run|Start)\(\s*(?!ctx\b|context\b)[a-z]|\bListenAndServe\(\s*[a-z]|\bAddr\s*:\s*[a-z]/g
const puts = /["`][^"`]*:(?:%[sdv]|["`]\s*\+)|\bJoinHostPort\(|\+\s*":"/g

const isGo = (path: string) => path.endsWith('.go')

/** Go listens at `:8080`: where nothing puts the colon in front of the port, the variable has to bring it. */
export const takesWholeAddress = (folder: Folder): boolean =>
  findMatches(folder, isGo, listens).length > 0 && findMatches(folder, isGo, puts).length === 0
