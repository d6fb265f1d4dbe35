import type { Topic } from './topic.ts'

export const sandboxes: Topic = {
  name: 'sandboxes',
  title: 'what lic sandbox runs, and its controls',
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
        ['GET /_lic/about', 'which product it is, and what time it is there'],
        ['GET /_lic/log', 'its log'],
        ['POST /_lic/restart', 'starts it again, with another license if the body is {"key": "..."}'],
        ['lic sandbox issue', 'another license that it accepts'],
      ],
    },
    {
      title: 'AtlasAI: POST /_lic/NAME',
      entries: [
        [
          'disconnect, connect',
          'with --phone-home: the Control Plane cannot be reached; can be reached again',
        ],
        ['cancel, subscribe', 'the subscription ends, so that nothing is renewed; is active again'],
        [
          'inferred',
          'that the first phone-home is 24 hours after a start, that an expired license is renewed too as long as the subscription is active, that a restart reads the license in the environment again, and the words of the log',
        ],
      ],
    },
    {
      title: 'AlphaAgent: GET /_lic/NAME',
      entries: [
        ['state', 'where the license stands, as Studio has it and as the Console has it'],
        ['now, last-heartbeat', 'for --at and --last-heartbeat'],
      ],
    },
    {
      title: 'AlphaAgent: POST /_lic/NAME',
      entries: [
        ['disconnect, connect', 'heartbeats do not arrive; arrive again'],
        ['revoke, reinstate', 'KILLED with the next heartbeat; may be activated again'],
        ['delinquent, paid', 'new usage is not accepted for billing, and nothing else changes'],
        [
          'move',
          'starts on another host, {"host": "NAME"}, which is rejected; without a name, on its own again',
        ],
        ['activate', 'activates again, as an administrator of Studio does'],
      ],
    },
    {
      title: 'AlphaAgent: its own',
      entries: [
        ['GET /studio/health', 'diagnostics, open in every state: lic asks them with --health-url'],
        ['GET /studio/api/license', 'the same in full, for administrators'],
        ['POST /studio/api/license/activate', 'activates again, for administrators'],
        ['POST /studio/api/agents/runs', 'agent traffic: 451 while KILLED'],
        ['GET /console/api/licenses', 'what an administrator of the Console sees'],
        [
          'POST /console/api/heartbeats',
          'and activations, usage: only what is signed as Studio signs; refused if stale or sent twice',
        ],
        [
          'inferred',
          'all of these paths, the fields, the signature (HMAC-SHA256 with the secret), that a timestamp may be 5 minutes off, the joint of ID and secret, that three missed heartbeats are Unhealthy, that a revoked license must be reinstated, that a refused host is KILLED, that a killed Studio sends no heartbeats until it is activated',
        ],
      ],
    },
  ],
}
