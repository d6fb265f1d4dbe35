import { says } from '../../model/visible.ts'
import type { Published } from '../product.ts'
import { weighStorage } from './weigh.ts'

/** As the vendor's guide to licensing names things; it names neither services nor containers. */
export const published: Published = {
  composeServices: null,
  containers: null,
  helm: null,
  cautions: [
    says`the API and the worker both read these variables when they start`,
    says`LICENSE_STORAGE_SECRET, 32 bytes or more, keeps a license that is uploaded later; without it that one is lost on restart`,
  ],
  inLog: null,
  beside: [
    {
      name: 'LICENSE_PUBLIC_KEY',
      says: says`verifies the license; it comes with it`,
      weigh: () => null,
    },
    {
      name: 'LICENSE_STORAGE_SECRET',
      says: says`keeps a license that is uploaded over a restart`,
      weigh: weighStorage,
    },
  ],
}
