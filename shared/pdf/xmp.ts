/**
 * The XMP packet (ISO 16684-1), unfiltered so that plain scanners find it. Says what the information dictionary says,
 * and names the standard for PDF/X-4.
 */
import { xmpDate } from "./dates.ts";
import { authorLine } from "./info.ts";
import type { JobTicket } from "./ticket.ts";

export function xmpPacket(ticket: JobTicket, instanceId: string): string {
  const lines = [
    `<dc:format>application/pdf</dc:format>`,
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escape(ticket.title)}</rdf:li></rdf:Alt></dc:title>`,
    ticket.authors.length > 0
      ? `<dc:creator><rdf:Seq><rdf:li>${escape(authorLine(ticket))}</rdf:li></rdf:Seq></dc:creator>`
      : "",
    ticket.subject
      ? `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escape(ticket.subject)}</rdf:li></rdf:Alt></dc:description>`
      : "",
    ticket.lang ? `<dc:language><rdf:Bag><rdf:li>${escape(ticket.lang)}</rdf:li></rdf:Bag></dc:language>` : "",
    `<xmp:CreateDate>${xmpDate(ticket.created)}</xmp:CreateDate>`,
    `<xmp:ModifyDate>${xmpDate(ticket.modified)}</xmp:ModifyDate>`,
    `<xmp:MetadataDate>${xmpDate(ticket.modified)}</xmp:MetadataDate>`,
    `<xmp:CreatorTool>${escape(ticket.creator)}</xmp:CreatorTool>`,
    `<xmpMM:DocumentID>${escape(documentUri(ticket.documentId))}</xmpMM:DocumentID>`,
    `<xmpMM:InstanceID>uuid:${instanceId}</xmpMM:InstanceID>`,
    `<xmpMM:VersionID>1</xmpMM:VersionID>`,
    `<xmpMM:RenditionClass>default</xmpMM:RenditionClass>`,
    `<pdf:Producer>${escape(ticket.creator)}</pdf:Producer>`,
    ticket.keywords.length > 0 ? `<pdf:Keywords>${escape(ticket.keywords.join(", "))}</pdf:Keywords>` : "",
    `<pdf:Trapped>False</pdf:Trapped>`,
    ticket.standard === "x4" ? `<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>` : "",
  ];
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
${lines.filter(Boolean).join("\n")}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

function documentUri(id: string): string {
  return /^[a-z]+:/.test(id) ? id : `quoin:${id}`;
}

/** XML 1.0 has no way to write most control characters, so they are left out. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
