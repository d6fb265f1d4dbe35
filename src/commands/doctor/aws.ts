import type { AwsAsk } from '../../doctor/gather/aws.ts'
import type { Product } from '../../products/product.ts'
import type { Context, Options } from '../command.ts'
import { debugCalls } from '../deploying/course.ts'

/** The deployment on AWS, where anything of one is named; the rest of it is as its product documents. */
export function awsNamed(
  context: Pick<Context, 'host' | 'settings'>,
  options: Options,
): ((product: Product) => AwsAsk) | null {
  const { secret, cluster, service, deployment } = options
  const nothing = [secret, cluster, service, deployment].every((one) => one === undefined)
  return nothing ? null : (product) => askOf(product, context, options)
}

function askOf(
  { wiring }: Product,
  context: Pick<Context, 'host' | 'settings'>,
  { secret, cluster, service }: Options,
): AwsAsk {
  const { product, region, profile } = context.settings
  const [id, field] = typeof secret === 'string' ? splitOnce(secret) : [wiring?.secret ?? null, null]
  const named = {
    secret: id,
    field,
    cluster: typeof cluster === 'string' ? cluster : (wiring?.cluster ?? null),
    services: Array.isArray(service) ? service.map(String) : (wiring?.services ?? []),
  }
  const onCall = debugCalls(context)
  return {
    ...named,
    region,
    profile,
    words: [
      ...(id === null ? [] : ['--secret', field === null ? id : `${id}#${field}`]),
      ...(named.cluster === null ? [] : ['--cluster', named.cluster]),
      ...named.services.flatMap((name) => ['--service', name]),
      ...(product === null ? [] : ['--product', product]),
      ...(region === null ? [] : ['--region', region]),
      ...(profile === null ? [] : ['--profile', profile]),
    ],
    ...(onCall === undefined ? {} : { onCall }),
  }
}

function splitOnce(whole: string): readonly [id: string, field: string | null] {
  const at = whole.indexOf('#')
  return at < 0 ? [whole, null] : [whole.slice(0, at), whole.slice(at + 1)]
}
