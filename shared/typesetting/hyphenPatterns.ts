/**
 * The patterns of the TeX world as npm `hyphen` packs them, by the start of a BCP 47 tag in small letters. A dozen
 * languages are there from the start; the others are fetched when a document asks for them.
 */
import ca from "hyphen/patterns/ca.js";
import da from "hyphen/patterns/da.js";
import enUs from "hyphen/patterns/en-us.js";
import es from "hyphen/patterns/es.js";
import fi from "hyphen/patterns/fi.js";
import fr from "hyphen/patterns/fr.js";
import hr from "hyphen/patterns/hr.js";
import id from "hyphen/patterns/id.js";
import it from "hyphen/patterns/it.js";
import pt from "hyphen/patterns/pt.js";
import ro from "hyphen/patterns/ro.js";
import tr from "hyphen/patterns/tr.js";

export type Patterns = typeof enUs;

export const READY = new Map<string, Patterns>([
  ["ca", ca],
  ["da", da],
  ["en", enUs],
  ["en-us", enUs],
  ["es", es],
  ["fi", fi],
  ["fr", fr],
  ["hr", hr],
  ["id", id],
  ["it", it],
  ["pt", pt],
  ["ro", ro],
  ["tr", tr],
]);

export const TO_FETCH: ReadonlyMap<string, () => Promise<{ readonly default: Patterns }>> = new Map([
  ["af", () => import("hyphen/patterns/af.js")],
  ["be", () => import("hyphen/patterns/be.js")],
  ["bg", () => import("hyphen/patterns/bg.js")],
  ["cs", () => import("hyphen/patterns/cs.js")],
  ["cy", () => import("hyphen/patterns/cy.js")],
  ["de", () => import("hyphen/patterns/de-1996.js")],
  ["de-ch", () => import("hyphen/patterns/de-ch-1901.js")],
  ["el", () => import("hyphen/patterns/el-monoton.js")],
  ["en-gb", () => import("hyphen/patterns/en-gb.js")],
  ["et", () => import("hyphen/patterns/et.js")],
  ["eu", () => import("hyphen/patterns/eu.js")],
  ["ga", () => import("hyphen/patterns/ga.js")],
  ["gl", () => import("hyphen/patterns/gl.js")],
  ["hu", () => import("hyphen/patterns/hu.js")],
  ["hy", () => import("hyphen/patterns/hy.js")],
  ["is", () => import("hyphen/patterns/is.js")],
  ["ka", () => import("hyphen/patterns/ka.js")],
  ["la", () => import("hyphen/patterns/la.js")],
  ["lt", () => import("hyphen/patterns/lt.js")],
  ["lv", () => import("hyphen/patterns/lv.js")],
  ["mk", () => import("hyphen/patterns/mk.js")],
  ["nb", () => import("hyphen/patterns/nb.js")],
  ["nl", () => import("hyphen/patterns/nl.js")],
  ["nn", () => import("hyphen/patterns/nn.js")],
  ["oc", () => import("hyphen/patterns/oc.js")],
  ["pl", () => import("hyphen/patterns/pl.js")],
  ["ru", () => import("hyphen/patterns/ru.js")],
  ["sk", () => import("hyphen/patterns/sk.js")],
  ["sl", () => import("hyphen/patterns/sl.js")],
  ["sq", () => import("hyphen/patterns/sq.js")],
  ["sr", () => import("hyphen/patterns/sr-cyrl.js")],
  ["sv", () => import("hyphen/patterns/sv.js")],
  ["tk", () => import("hyphen/patterns/tk.js")],
  ["uk", () => import("hyphen/patterns/uk.js")],
  ["no", () => import("hyphen/patterns/no.js")],
  ["hsb", () => import("hyphen/patterns/hsb.js")],
  ["fur", () => import("hyphen/patterns/fur.js")],
  ["rm", () => import("hyphen/patterns/rm.js")],
  ["ku", () => import("hyphen/patterns/kmr.js")],
  ["mn", () => import("hyphen/patterns/mn-cyrl.js")],
  ["bs", () => import("hyphen/patterns/sh-latn.js")],
  ["sr-latn", () => import("hyphen/patterns/sh-latn.js")],
  ["ia", () => import("hyphen/patterns/ia.js")],
  ["pms", () => import("hyphen/patterns/pms.js")],
]);
