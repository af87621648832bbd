import { expect, test } from "vitest";
import { a, doc, q } from "../schema/build.ts";
import { storyReader } from "../schema/story.ts";
import { spacingFaults, spacingFaultsIn } from "./spacing.ts";

const faults = (text: string, lang = "en", curly = false): string =>
  spacingFaults("b1", text, lang, curly)
    .map(({ message, place }) => `${place?.[1]} ${message.split(":")[0]}`)
    .join("; ");

test("each slip is told with its place", () => {
  expect(faults("Two  spaces")).toBe("3 Two spaces or more");
  expect(faults("well , yes .")).toBe(
    "4 A space before a comma or a full stop; 10 A space before a comma or a full stop",
  );
  expect(faults("a\tb")).toBe("1 A tab inside a paragraph");
  expect(faults("vì thế,nên đi", "vi")).toBe("6 No space after a punctuation mark");
  expect(faults("It ended.Then")).toBe("8 No space after a punctuation mark");
  expect(faults("( yes )")).toBe(
    "1 A space inside brackets or quotation marks; 5 A space inside brackets or quotation marks",
  );
});

test("what another language does well is a fault only in its own", () => {
  expect(faults("Vraiment ?", "fr")).toBe("");
  expect(faults("Really ?")).toBe("6 A space before a punctuation mark");
  expect(faults("kinh tế - xã hội", "vi")).toBe("");
  expect(faults("the sea - always")).toBe("7 A hyphen where a dash is meant");
});

test("straight marks are told only among curly ones, and never behind figures", () => {
  expect(faults(`he "said" so`)).toBe("");
  expect(faults(`he "said" so`, "en", true)).toBe(
    "3 A straight quotation mark among curly ones; 8 A straight quotation mark among curly ones",
  );
  expect(faults(`5' 11" tall`, "en", true)).toBe("");
});

test("figures, initials, ellipses, addresses and clean text are no slips", () => {
  for (const text of [
    "It cost 1,500.50 at 7:30.",
    "J.R.Smith came ...",
    "see http://a.b.com/x,yy or an@mail.com,too",
    "“Yes,” he said.",
  ]) {
    expect(faults(text, "en", true)).toBe("");
  }
  expect(faults(" ".repeat(100_000), "en", true)).toBe("");
});

test("a whole interview is read, question and answer", () => {
  const story = storyReader()(doc(q("Why  print?"), a("Because , well.")));
  expect(spacingFaultsIn(story).map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    "spacing info",
    "spacing info",
  ]);
});
