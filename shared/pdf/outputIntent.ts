/** The output intent: which printing condition the inks are meant for, its profile always inside (ISO 32000-1 §14.11.5). */
import { dict, type Ref, text } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import type { JobTicket, OutputIntent } from "./ticket.ts";

export async function writeOutputIntent(file: PdfFile, intent: OutputIntent, ticket: JobTicket): Promise<Ref> {
  const head = String.fromCharCode(...intent.profile.subarray(12, 20));
  if (head !== "prtrCMYK") {
    throw new RangeError(`an output profile is a printer's profile in CMYK, not ${JSON.stringify(head)}`);
  }
  const profile = await file.stream(dict({ N: 4, Filter: "FlateDecode" }), await ticket.deflate(intent.profile));
  return file.write(
    dict({
      Type: "OutputIntent",
      S: "GTS_PDFX",
      OutputConditionIdentifier: text(intent.identifier),
      OutputCondition: text(intent.condition),
      Info: text(intent.info),
      RegistryName: intent.registry ? text(intent.registry) : null,
      DestOutputProfile: profile,
    }),
  );
}
