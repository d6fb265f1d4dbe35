import { says } from '../../model/visible.ts'
import type { Published } from '../product.ts'

/** As the vendor's page on licensing names things. */
export const published: Published = {
  composeServices: ['tenant-plane'],
  containers: null,
  helm: {
    release: 'atlasai-tp deploy/helm/atlasai-tp',
    license: ['license', 'key'],
    publicKey: ['license', 'publicKey'],
  },
  cautions: [
    says`with phone-home the product replaces its own license every 24 hours: what is set here counts when it starts`,
  ],
}
