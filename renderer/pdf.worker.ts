/** pdf.js's own worker under a name by which the host lets it compile WebAssembly. */
import "pdfjs-dist/build/pdf.worker.min.mjs";
