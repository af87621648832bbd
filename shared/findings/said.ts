/** What a finding was told by, as it is read from elsewhere: the name of a row of words, and the values in it. */
import { z } from "zod";

export const said = z.object({
  told: z.string(),
  values: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]),
  ),
});
