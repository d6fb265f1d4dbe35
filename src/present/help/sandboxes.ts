import type { Topic } from './topic.ts'

export const sandboxes: Topic = {
  name: 'sandboxes',
  title: 'what lic sandbox runs, and what can be made to happen there',
  intro: [
    'Everything listens on 127.0.0.1 alone, and is gone when it ends. With --product, the product and what is beside it are one address, LIC_SANDBOX_URL; its license and its tokens lie in files that only you can read.',
  ],
  sections: [
    {
      title: 'what runs',
      entries: [
        ['lic sandbox', 'an AWS with an AxonFlow deployment'],
        ['--product terragnos', 'Terragnos core: license, limits that count, /metrics'],
        ['--product atlasai', 'AtlasAI Tenant Plane: license, and what each of its states blocks'],
        [
          '--product alphaagent',
          'AlphaAgent Studio and Console: activation, a signed heartbeat every five minutes, the four states, usage; 451 while KILLED',
        ],
      ],
    },
    {
      title: 'every product',
      entries: [
        ['GET /_lic/about, /_lic/log', 'which product it is and what time it is there; its log'],
        ['POST /_lic/restart', 'starts it again, with another license if the body is {"key": "..."}'],
        ['lic sandbox issue', 'another license that it accepts'],
      ],
    },
    {
      title: 'AlphaAgent',
      entries: [
        ['GET /_lic/state', 'where the license stands, as Studio has it and as the Console has it'],
        ['GET /_lic/now, /_lic/last-heartbeat', 'for --at and --last-heartbeat'],
        ['POST /_lic/disconnect, /_lic/connect', 'heartbeats do not arrive; arrive again'],
        ['POST /_lic/revoke, /_lic/reinstate', 'KILLED with the next heartbeat; may be activated again'],
        [
          'POST /_lic/delinquent, /_lic/paid',
          'new usage is not accepted for billing, and nothing else changes',
        ],
        [
          'POST /_lic/move',
          'starts on another host, {"host": "NAME"}, which is rejected; without a name, on its own again',
        ],
        [
          'POST /_lic/activate',
          'activates again, as POST /studio/api/license/activate does for an administrator',
        ],
        ['GET /studio/health, /studio/api/license', 'diagnostics, open in every state'],
        ['POST /studio/api/agents/runs', 'agent traffic: 451 while KILLED'],
        ['GET /console/api/licenses', 'what an administrator of the Console sees'],
        [
          'POST /console/api/heartbeats',
          'and activations, usage: only what Studio signs; stale or sent twice, refused',
        ],
        [
          'inferred',
          'all of these paths, the fields, the signature (HMAC-SHA256 with the secret), that a timestamp may be 5 minutes off, the joint of ID and secret, that three missed heartbeats are Unhealthy, that a revoked license must be reinstated, that a refused host is KILLED',
        ],
      ],
    },
  ],
}
