import type { Wanted } from './found.ts'

export type Form = 'variables' | 'structured' | 'key'

const VARIABLES = /(?:^|\/)\.env(?:\.[^/]*)?$|\.env$/i
const STRUCTURED = /\.(?:ya?ml|json|template)$/i
const BEGINNING =
  /^(?:\s*[{[]\s*["{[\]}]|(?:apiVersion|kind|services|Resources|Parameters|AWSTemplateFormatVersion|containerDefinitions|version|name|---)(?::|\s|$))/m

/** Whether a name says that a file holds keys among other things. */
export const isDocumentName = (path: string): boolean => VARIABLES.test(path) || STRUCTURED.test(path)

/** What a file is, by its name, else by what it says. @param name null for standard input */
export function formOf(name: string | null, text: string, { variables }: Pick<Wanted, 'variables'>): Form {
  if (name !== null && VARIABLES.test(name)) return 'variables'
  if (name !== null && STRUCTURED.test(name)) return 'structured'
  if (!text.trim().includes('\n') && !/^\s*\{/.test(text)) return 'key'
  if (variables.some((variable) => new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=`, 'm').test(text)))
    return 'variables'
  return BEGINNING.test(text) && !text.startsWith('-----') ? 'structured' : 'key'
}
