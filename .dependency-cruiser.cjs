/** The order of rooms (ARCHITECTURE, "Rooms"): imports point one way, types included. */
const room = (name, path, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path, pathNot: "\\.test\\.ts$|^shared/test/" },
  to: { path: "^(shared|renderer|electron)/", pathNot: [path, ...allowed].join("|") },
});
const base = ["^shared/(units|finding|xml|zip)\\.ts", "^shared/findings/"];
const schema = [...base, "^shared/schema/", "^shared/color/"];
const typesetting = [...schema, "^shared/typesetting/"];
const layout = [...typesetting, "^shared/layout/"];
const pdf = [...layout, "^shared/pdf/"];

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { pathNot: "^(shared/[a-z]+|renderer|electron)/" } },
    },
    room("units-know-nothing", "^shared/units\\.ts", [], "units stands below everything"),
    room("finding", "^shared/finding\\.ts", ["^shared/units\\.ts"], "a finding knows lengths only"),
    room("findings", "^shared/findings/", ["^shared/(units|finding)\\.ts"], "words of findings know no stage"),
    room("color", "^shared/color/", base, "ink knows no document"),
    room("schema", "^shared/schema/", schema, "the document knows no type and no page"),
    room("typesetting", "^shared/typesetting/", schema, "a paragraph knows no page"),
    room("layout", "^shared/layout/", typesetting, "pages know no PDF"),
    room("pdf", "^shared/pdf/", layout, "PDF is written from display lists"),
    room("xml", "^shared/(xml|zip)\\.ts", [], "packages of XML know no document"),
    room("idml", "^shared/idml/", layout, "IDML is written from pages"),
    room("manuscript", "^shared/manuscript/", schema, "import knows the schema, no page"),
    room("preflight", "^shared/preflight/", pdf, "preflight reads pages and PDFs"),
    room("proof", "^shared/proof/", pdf, "a proof's map is made of pages as the PDF holds them"),
    {
      name: "idml-for-the-host",
      comment: "nothing in shared or the window is made from IDML",
      severity: "error",
      from: { path: "^(shared|renderer)/", pathNot: "^shared/idml/" },
      to: { path: "^shared/idml/" },
    },
    room("shared-alone", "^shared/", ["^shared/"], "shared imports neither host nor window"),
    room("renderer", "^renderer/", ["^shared/"], "the window reaches the host through the bridge"),
    room("host", "^electron/", ["^shared/"], "the host knows no window"),
    {
      name: "electron-at-two-doors",
      severity: "error",
      from: { path: "^(electron|renderer|shared)/", pathNot: "^electron/(main|preload)\\.ts$" },
      to: { path: "node_modules/electron/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pdf-lib-in-one-room",
      severity: "error",
      from: { path: "^(electron|renderer|shared)/", pathNot: "^shared/(pdf|test)/|\\.test\\.ts$" },
      to: { path: "node_modules/pdf-lib/" },
    },
    {
      name: "prosemirror-in-schema",
      comment: "of shared only the schema room, the manuscript and the door that reads a document know ProseMirror",
      severity: "error",
      from: {
        path: "^shared/(units|finding|xml|zip|typesetting|color|pdf|preflight|proof|idml)",
        pathNot: "\\.test\\.ts$",
      },
      to: { path: "node_modules/prosemirror-" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".mjs"] },
  },
};
