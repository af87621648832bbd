/**
 * Addresses that a link may carry out of a document: to the web and to a mailbox. Any other (`javascript:`, `data:`,
 * `file:`, a path of somebody's machine) could do something where the file is read, and stays words.
 */

/** The address as a reader's program may be given it; null for any other. */
export function webAddress(href: string | null): string | null {
  const address = href?.trim() ?? "";
  // Browsers leave out tabs and line ends before they look at the scheme (WHATWG URL §4.4).
  return /^(?:https?:|mailto:)[^\p{Cc}]+$/iu.test(address) ? address : null;
}
