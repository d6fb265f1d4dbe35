import type { AdminApi } from '../../model/admin.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import type { Sight } from '../target.ts'
import type { AdminRef } from './ref.ts'

/** Everything the plan rests on. */
export interface AdminSight extends Sight {
  readonly ref: AdminRef
  readonly api: AdminApi
  /** what it says of its license before anything is done; null: nothing that could be read */
  readonly word: RuntimeWord | null
}
