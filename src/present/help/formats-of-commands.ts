import type { TopicSection } from './topic.ts'

/** What each command's `result` holds. */
export const FORMATS_OF_COMMANDS: readonly TopicSection[] = [
  {
    title: 'inspect: a verdict and',
    entries: [
      ['source', 'where the key came from'],
      ['productName', 'the product for people'],
      ['printedDay', 'when the printed day stops being entitled, in words, or null'],
      ['tierInForce', 'the tier whose limits count at that moment, or null'],
      [
        'limits',
        'its figures: tier, platform (null: the key states them itself), rows (id, label, group, limit, source and perhaps note)',
      ],
      ['next', 'what to run next: a list of command and says'],
      [
        'support',
        'where the key is to be renewed, how the vendor helps: contact, urgent (where production is down, or null), source; else null',
      ],
      ['reminders', "the vendor's mails: at, says"],
      ['explanations', 'label, says'],
    ],
  },
  {
    title: 'reminders: a verdict and',
    entries: [
      ['source', 'where the key came from'],
      [
        'dates',
        'those to come, soonest first: kind ("reminder-90" and the like, "expiry", or the phase that begins), at, uid (the same for the same key and kind), title, says, alarmSeconds (how long before a calendar rings)',
      ],
      ['written', 'the file that the calendar was written to, or null'],
    ],
  },
  {
    title: 'limits',
    entries: [
      ['product, platform', 'whose table this is; platform null: keys state their limits themselves'],
      ['tiers', 'the columns: tiers, or keys by their tiers'],
      [
        'keys',
        'the keys that were given: source, tierInForce, verdict, and perhaps alsoFound (findings about the source)',
      ],
      ['rows', 'id, label, group, byTier (a limit for each tier), source, and perhaps note'],
    ],
  },
  {
    title: 'diff',
    entries: [
      ['old, new', 'each key: source, verdict, and perhaps alsoFound (findings about the source)'],
      ['worse', 'what would be lost, a list of findings; with --fail-on warn each of them fails (22)'],
      [
        'product, identity, tier',
        'what becomes of each: "same", "better", "worse" or "other"; null where they cannot be compared',
      ],
      ['issued, expires', 'the same'],
      [
        'limits',
        'by the table of a platform: lost, gained, other (rows of id, label, group, old and new limit, source and perhaps note), and same, how many are the same; null where they cannot be compared',
      ],
    ],
  },
  {
    title: 'check: a verdict and',
    entries: [
      ['source', 'where the key came from'],
      ['line', 'in a list of keys: its line'],
      [
        'location',
        'in a document: file, line, column (from 1, in UTF-16 code units), variable and inside (which service or container), each null where the file says none',
      ],
      ['exitCode', 'how this key ends by what was asked of it'],
      ['alsoFound', 'findings about the source and about what was asked, where there are any'],
      ['letPass', 'what a baseline lets pass, where it does: fingerprint, code, reason, perhaps until'],
      ['formatOnly', 'whether only the form was looked at (--format-only); then, instead of a verdict:'],
      ['decoding', '"decoded", "malformed", "unrecognized", "ambiguous" (with candidates) or "absent"'],
      ['signatureChecked, datesChecked', 'false, both: nothing is known of either'],
      ['product, form, formName, fingerprint', 'as far as the form tells'],
      [
        'summary',
        'the last object of a list: checked, passed, perhaps letPass (how many of those by a baseline), failed, skipped (blank, comments), exitCodes (how many keys ended in each), perhaps alsoFound',
      ],
      [
        'keys, left',
        'with --output json, of several keys: all of them beside the summary, and how many more were left out',
      ],
    ],
  },
  {
    title: 'rotate, redeploy, rollback, scale',
    entries: [
      ['from', 'rotate: where the new key came from; rollback: which version it was, or null'],
      ['newKey, currentKey', 'rotate, rollback: verdicts; null where there is none'],
      ['at', 'where nothing was carried out: when that was'],
      ['key', 'redeploy, scale: the verdict on the key that new tasks will read, or null'],
      [
        'plan',
        'kind (rotate, redeploy, rollback, resume, abandon, scale), head (label, value), refusals and warnings (findings), consents, steps, noUndo (why nothing could be taken back, or null)',
      ],
      ['plan.consents', 'allow, reason, and needed: whether anything called for it'],
      [
        'plan.steps',
        'id, effect ("reads", "prepares", "changes"), says, undo: a list of id and says, or { "none": why }',
      ],
      [
        'report',
        'null where nothing was carried out; else ending ("done", "refused", "undone", "stranded", "overtaken", "unfinished"), by (on whose behalf), keys (from and to: fingerprint, tier, expires), proof (rung: "runtime", "runtime in part", "tasks only" or "none"; cannotSee: what that leaves in the dark), started, ended, milliseconds, cause (a finding or null), steps, undo, now (what is so now), next (what to run next) and support (where it did not end well, as of inspect; else null)',
      ],
      [
        'report.steps, report.undo',
        'id, says, started, milliseconds, status ("done", "unchanged", "failed", "unknown", "overtaken", "stopped") and with it evidence (label, value), because, error (a finding) or check (a command)',
      ],
    ],
  },
  {
    title: 'history',
    entries: [
      ['head', 'label, value: whose versions these are'],
      [
        'versions',
        'newest first: version, created, is ("current", "previous", "pending", "archived", "failed"), archived and failed (when, or null), labels (all of them)',
      ],
      ['versions.key', 'a verdict, never a key; null where it cannot be read'],
      ['versions.cannotRead', 'why (a finding), or null'],
    ],
  },
  {
    title: 'scan',
    entries: [
      [
        'found',
        'worth ("live", "unproved", "expired", "untrusted", "refused", "example"), code, fails (whether it makes the scan fail), file (null for standard input), line, column (from 1, in UTF-16 code units), encoding ("none" or "base64"), verdict, and where the project file has an entry about it allowance: reason, until, counts (whether it still does)',
      ],
      ['notListed', 'how many were found beyond the 10,000 that are listed'],
      ['counts', 'how many of each worth, and how many are allowed'],
      ['files, binary', 'how many were read, and how many binary ones were left out'],
      ['of', '"files", "staged" or "input"'],
      ['findings', 'what to know and do about it, also what could not be read'],
    ],
  },
  {
    title: 'doctor',
    entries: [
      ['product, productName, whose', 'whose license it is about, and why it is taken to be that one'],
      ['at', 'the moment the key was judged as of'],
      [
        'checks',
        'in order: check (its stable name), title, state ("ok", "attention", "failed", "not-checked"), message, findings, and access (how to let it be checked)',
      ],
      [
        'cause',
        'the one thing to mend first: check, code, severity, message, hints; null where nothing was found',
      ],
      [
        'keys',
        'every place that holds a key, nearest to the process first: place, where, bytes, verdict; never a key',
      ],
      ['bundle', 'the file that was written with --bundle, or null'],
    ],
  },
  {
    title: 'render',
    entries: [
      ['format, product', 'what the snippet is for, and whose license it wires'],
      ['snippet', 'the snippet; where holdsKey is true, a secret'],
      ['holdsKey', 'whether it holds the license key: only with --with-value'],
      [
        'variables',
        'what it sets: name, carries ("license" or "public-key"), by ("reference": it names where the value comes from; "left-out": it is to be filled in; "value")',
      ],
      ['findings', 'what to know about it, and about the sources'],
    ],
  },
  {
    title: '--print-iam-policy',
    entries: [
      ['policy', 'Version and Statement, as IAM takes them'],
      ['fillIn', 'words in it that stand for your own: a list'],
      ['because', 'why AWS did not tell: a list of sentences'],
    ],
  },
  {
    title: 'sandbox, demo',
    entries: [
      ['endpoint, environment, healthUrls', 'how to use a sandbox that has started'],
      ['cluster, services, secret', 'what is in it'],
      ['product, url, folder', 'with --product: what runs where, and the folder with its tokens and keys'],
      [
        'tier, organization, days, throwAway',
        'sandbox issue: what was issued, with the key or the file it is in',
      ],
      [
        'license',
        'sandbox issue --product alphaagent: the public ID, in the place of tier, organization and days',
      ],
      ['scenes', 'demo: command, expected and exitCode of each'],
      [
        'requests',
        'demo: what was asked of the product itself: at (by its clock), request, expected and status (HTTP; null: no answer)',
      ],
    ],
  },
  {
    title: 'lic --version --json',
    entries: [
      ['version, node, os', 'of lic, and what it runs on'],
      ['publicKeys', 'those built in: product, id, usage, name, from (since when each counts)'],
      ['tables', 'of tiers: product, platform (the newest known) and asOf, the day as of which they hold'],
    ],
  },
  {
    title: 'init',
    entries: [
      ['proposal', 'the project file, as lic help config describes it'],
      ['written', 'whether it was written'],
      ['seen, leftOut', 'what was found, and what is not in the proposal, and why: lists of sentences'],
    ],
  },
  {
    title: 'completion',
    entries: [['shell, script', 'which shell it is for, and what it reads']],
  },
  {
    title: 'help',
    entries: [
      ['topic, title, intro, sections', 'a page; a section has title and entries of term and says'],
      ['code, exitCode, cause, cure', 'a code'],
    ],
  },
]
