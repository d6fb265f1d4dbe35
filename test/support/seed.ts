import fc from 'fast-check'

/** The same generated cases in every run, so that a failure can be repeated; FC_SEED=NUMBER makes others. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261123) })
