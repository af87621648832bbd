/** ISO 8601 instants as a PDF writes them (ISO 32000-1 §7.9.4) and as XMP does. Fractions of a second are dropped in both. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export function pdfDate(iso: string): string {
  const [, year, month, day, hour, minute, second, zone] = parts(iso);
  const offset = zone === "Z" ? "Z" : `${zone?.slice(0, 3)}'${zone?.slice(4)}'`;
  return `D:${year}${month}${day}${hour}${minute}${second}${offset}`;
}

export function xmpDate(iso: string): string {
  const [, year, month, day, hour, minute, second, zone] = parts(iso);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}

function parts(iso: string): RegExpExecArray {
  const found = ISO.exec(iso);
  if (!found) throw new RangeError(`no instant with a time zone: ${JSON.stringify(iso)}`);
  return found;
}
