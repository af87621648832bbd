/** Work that a file may ask for, counted in operators, so that forms that multiply each other come to an end. */

/** Raised when a page asks for more work than an honest one could. */
export class TooMuch extends Error {}
/** Work left; shared by all pages of a file. */
export type Effort = { left: number };

/** Throws `TooMuch` when there is none left. */
export function spend(effort: Effort, amount: number): void {
  effort.left -= amount;
  if (effort.left < 0) throw new TooMuch("its contents ask for more work than any page should");
}
