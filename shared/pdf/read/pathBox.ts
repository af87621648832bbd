/** The path under construction (ISO 32000-1 §8.5.2), as far as preflight asks: the box round it, and a lone rectangle's thinner side. */
import type { Matrix } from "./matrix.ts";
import type { Box } from "./pages.ts";

export class PathBox {
  #box: [number, number, number, number] | null = null;
  #rectangles = 0;
  #others = 0;
  #side: number | null = null;

  /** Null while there is no path. */
  get box(): Box | null {
    return this.#box && [this.#box[0], this.#box[1], this.#box[2], this.#box[3]];
  }
  /** The thinner side of a path that is one rectangle; else null. */
  get side(): number | null {
    return this.#rectangles === 1 && this.#others === 0 ? this.#side : null;
  }

  /** Goes through points given as x, y, x, y. */
  through(matrix: Matrix, ...values: readonly number[]): void {
    for (let n = 0; n + 1 < values.length; n += 2) this.#point(matrix, values[n] as number, values[n + 1] as number);
    this.#others++;
  }

  rectangle(matrix: Matrix, x: number, y: number, width: number, height: number): void {
    this.#point(matrix, x, y);
    this.#point(matrix, x + width, y + height);
    this.#point(matrix, x + width, y);
    this.#point(matrix, x, y + height);
    this.#rectangles++;
    const [a, b, c, d] = matrix;
    this.#side = Math.min(Math.abs(width) * Math.hypot(a, b), Math.abs(height) * Math.hypot(c, d));
  }

  clear(): void {
    this.#box = null;
    this.#rectangles = 0;
    this.#others = 0;
    this.#side = null;
  }

  #point([a, b, c, d, e, f]: Matrix, x: number, y: number): void {
    const [px, py] = [a * x + c * y + e, b * x + d * y + f];
    const box = this.#box;
    if (!box) {
      this.#box = [px, py, px, py];
      return;
    }
    if (px < box[0]) box[0] = px;
    if (py < box[1]) box[1] = py;
    if (px > box[2]) box[2] = px;
    if (py > box[3]) box[3] = py;
  }
}
