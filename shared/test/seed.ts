/**
 * Property tests try the same cases on every run, so that what passes here passes anywhere. QUOIN_SEED=random (or a
 * number) looks for new ones; a failure names its seed.
 */
import fc from "fast-check";

const asked = process.env.QUOIN_SEED;
if (asked !== "random") fc.configureGlobal({ seed: Number(asked ?? 20_261_123) });
