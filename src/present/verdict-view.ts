/** One verdict, two renderings. */
export { verdictJson } from './verdict-json.ts'
export { verdictLine } from './verdict-line.ts'
