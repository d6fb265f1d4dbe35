import { says } from '../../model/visible.ts'
import type { Rules } from '../product.ts'

/** What `inspect` adds in words. Source: AlphaAgent docs, Licensing and telemetry; console, License keys. */
export const explain = ({ heartbeat }: Rules) => [
  {
    label: 'what it runs on',
    says:
      heartbeat?.last == null
        ? says`a token has no date: what counts is the last verified heartbeat; give it with --last-heartbeat INSTANT`
        : says`a token has no date: what counts is the last verified heartbeat, as given with --last-heartbeat`,
  },
  {
    label: 'states',
    says: heartbeat?.thresholds
      ? says`WARN, UNHEALTHY and KILLED as --heartbeat-limits says`
      : says`KILLED after about 24 hours, as published; WARN after 10 and UNHEALTHY after 30 minutes are inferred (--heartbeat-limits)`,
  },
  {
    label: 'delinquent',
    says: says`banners, and new usage is not accepted for billing; alone it stops nothing: heartbeats go on, and they decide`,
  },
  {
    label: 'revoked',
    says: says`KILLED at once, when the Console answers so or that the license is not authentic; no waiting for 24 hours`,
  },
  {
    label: 'activating again',
    says: says`from the same host fingerprint and with the same License Token; another host is rejected; what a revoked license needs is not published: ask in the Console`,
  },
  {
    label: 'where the secret lies',
    says: says`the Studio writes it to Secrets Manager itself, at activation: a token put there by hand bypasses that`,
  },
]
