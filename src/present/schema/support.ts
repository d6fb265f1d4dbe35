import { object, orNull, type Schema, text } from './json-schema.ts'

export const support = (description: string): Schema =>
  object(description, {
    contact: text('How it is asked, and how soon it answers.'),
    urgent: orNull(text('What to do where production is down because of the license.')),
    source: text('The page that says so.'),
  })
