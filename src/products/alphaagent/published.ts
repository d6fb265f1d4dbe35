import { says } from '../../model/visible.ts'
import type { Published } from '../product.ts'

/** As the vendor's pages have it; they say how the installer takes the token, not how a container does. */
export const published: Published = {
  composeServices: null,
  containers: null,
  helm: null,
  cautions: [
    says`the installer, studioctl, takes LICENSE_TOKEN, and Studio keeps the secret itself from activation on`,
    says`a token put behind its back bypasses activation: a new host is rejected until it is activated`,
  ],
  inLog: null,
  beside: [],
}
