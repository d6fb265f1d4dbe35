/** What `lic help metrics` prints: a file of rules as Prometheus reads it, the series explained in its comments. */
export const ALERT_RULES = `# Metrics of lic watch, and rules to alert on them: lic help metrics > lic-rules.yml
#
# lic watch --metrics-file PATH writes them after each look, for the textfile collector of the node exporter;
# --metrics-emf prints the same as lines that CloudWatch makes metrics of. Labels: product, identity, tier, deployment.
#
#   lic_up                           1: the last look succeeded
#   lic_errors_total                 looks that did not, since the watch began
#   lic_last_look_timestamp_seconds  when the last look was taken
#   lic_license_valid                1: the key in place is genuine and in term
#   lic_license_not_after_seconds    when it expires, in seconds since 1970; stays when it has
#   lic_license_grace_end_seconds    when the grace after that ends
#   lic_nodes_running                nodes, as the runtime counts them, else tasks
#   lic_nodes_limit                  nodes that the license allows; NaN where it allows any number
#   lic_nodes_unlimited              1: it allows any number
#   lic_limit_exceeded               operations that a limit of the license stopped since the runtimes started, by its
#                                    name (label limit); NaN where none is counted; --metrics-emf has the sum
#   lic_drift                        findings of the last look, notes apart
#   lic_status_code                  what lic status would exit with
groups:
  - name: lic
    rules:
      - alert: LicenseExpiresIn30Days
        expr: lic_license_not_after_seconds - time() < 30 * 86400 and lic_license_not_after_seconds > time()
        labels: { severity: warning }
        annotations:
          summary: 'the license of {{ $labels.identity }} ({{ $labels.tier }}) expires in {{ $value | humanizeDuration }}'
      - alert: LicenseExpiresIn7Days
        expr: lic_license_not_after_seconds - time() < 7 * 86400 and lic_license_not_after_seconds > time()
        labels: { severity: critical }
        annotations:
          summary: 'the license of {{ $labels.identity }} ({{ $labels.tier }}) expires in {{ $value | humanizeDuration }}'
      - alert: LicenseExpired
        expr: lic_license_not_after_seconds <= time()
        labels: { severity: critical }
        annotations:
          summary: 'the license of {{ $labels.identity }} has expired'
      - alert: LicenseNotValid
        expr: lic_license_valid == 0
        for: 5m
        labels: { severity: critical }
        annotations:
          summary: 'the license key in place is not one that the product accepts now'
      - alert: LicenseDrifts
        expr: lic_status_code == 22
        for: 15m
        labels: { severity: warning }
        annotations:
          summary: 'what runs is not what the license key in place would have: lic status says what, and the cure'
      - alert: LicenseNodesNearLimit
        expr: lic_nodes_running / lic_nodes_limit >= 0.9
        for: 15m
        labels: { severity: warning }
        annotations:
          summary: '{{ $value | humanizePercentage }} of the nodes that the license allows are in use'
      - alert: LicenseNodesOverLimit
        expr: lic_nodes_running > lic_nodes_limit
        for: 5m
        labels: { severity: critical }
        annotations:
          summary: 'more nodes run than the license allows'
      - alert: LicenseLimitExceeded
        expr: delta(lic_limit_exceeded[15m]) > 0
        labels: { severity: warning }
        annotations:
          summary: 'the limit {{ $labels.limit }} of the license stops operations'
      - alert: LicenseNotLookedAt
        expr: lic_up == 0 or time() - lic_last_look_timestamp_seconds > 3600
        for: 15m
        labels: { severity: warning }
        annotations:
          summary: 'lic watch cannot look at the deployment, or has ended'
`
