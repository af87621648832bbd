/**
 * The information dictionary (ISO 32000-1 §14.3.3). Says the same as the XMP packet, key by key: printers' preflight
 * compares the two. PDF/X-1a is named here, PDF/X-4 in the packet alone.
 */
import type { PDFDict } from "pdf-lib";
import { pdfDate } from "./dates.ts";
import { dict, text } from "./objects.ts";
import type { JobTicket } from "./ticket.ts";

export function documentInfo(ticket: JobTicket): PDFDict {
  return dict({
    Title: text(ticket.title),
    Author: ticket.authors.length > 0 ? text(authorLine(ticket)) : null,
    Subject: ticket.subject ? text(ticket.subject) : null,
    Keywords: ticket.keywords.length > 0 ? text(ticket.keywords.join(", ")) : null,
    Creator: text(ticket.creator),
    Producer: text(ticket.creator),
    CreationDate: text(pdfDate(ticket.created)),
    ModDate: text(pdfDate(ticket.modified)),
    // A definite name, never /Unknown: nothing here is trapped, that is the printer's work.
    Trapped: "False",
    GTS_PDFXVersion: ticket.standard === "x1a" ? text("PDF/X-1a:2003") : null,
  });
}

/** One entry, because the dictionary has one string and `dc:creator` must equal it. */
export function authorLine(ticket: JobTicket): string {
  return ticket.authors.join(", ");
}
