/** Properties of what is selected, and of the document when nothing is. Facts of style are read, not yet set, here. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Input, Label, Text, TextArea, TextField } from "react-aria-components";
import { INTENTS, type Rendering, RENDERING } from "../../shared/color/converter.ts";
import { type Ink, spotsOf } from "../../shared/color/ink.ts";
import { inkToRgb } from "../../shared/color/screen.ts";
import { wantPages } from "../../shared/schema/copyfitCommands.ts";
import { setBlock } from "../../shared/schema/commands.ts";
import { setRendering, setStands } from "../../shared/schema/photoCommands.ts";
import { CAPTION_STANDS, type CreditStand, CREDIT_STANDS, type WordsStand } from "../../shared/schema/photoFile.ts";
import type { ParagraphStyle } from "../../shared/schema/stylesheet.ts";
import { show, toMm } from "../../shared/units.ts";
import type { Actions } from "../desk/actions.ts";
import type { Session } from "../desk/session.ts";
import { useDesk } from "../desk/store.ts";
import { Choose, TextButton } from "./controls.tsx";
import styles from "./inspector.module.css";
import { BoxFacts } from "./boxFacts.tsx";
import { PdfChoice } from "./pdfChoice.tsx";
import { PlacementFacts } from "./placement.tsx";
import { TemplateChoice } from "./templateChoice.tsx";
import { speakersOf } from "./storyPane.tsx";
import { soundTag } from "../words/soundTag.ts";

/** Below this a picture looks soft in print (ISO 12647-2 practice: 1.5 to 2 times the screen ruling of 60/cm). */
const LEAST_PPI = 200;

export function Inspector({ session, actions }: { readonly session: Session; readonly actions: Actions }) {
  const { t } = useTranslation();
  const selected = useDesk((state) => state.selected);
  const design = useDesk((state) => state.design);
  const open = useDesk((state) => state.document);
  const style = selected.role && design ? design.styles[selected.role] : null;
  return (
    <section className={styles.panel} aria-label={t("inspector.label")}>
      {selected.photo ? <PhotoFacts session={session} actions={actions} /> : null}
      {selected.box ? <BoxFacts session={session} actions={actions} /> : null}
      {selected.role && !(selected.photo && selected.role !== "caption" && selected.role !== "photo_credit") ? (
        <div className={styles.part}>
          <h2>{t("inspector.text")}</h2>
          <Fact name={t("inspector.role")}>{t(`role.${selected.role}`)}</Fact>
          {selected.turn ? <SpeakerChoice session={session} /> : null}
          {style ? <StyleFacts style={style} /> : null}
        </div>
      ) : null}
      {open && !selected.role && !selected.photo && !selected.box ? (
        <div className={styles.part}>
          <h2>{t("inspector.nothing")}</h2>
          <p className={styles.hint}>{t("inspector.nothingHint")}</p>
        </div>
      ) : null}
      {open ? <DocumentFacts session={session} /> : null}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles.fact}>
      <span>{name}</span>
      <div>{children}</div>
    </div>
  );
}

function SpeakerChoice({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const turn = useDesk((state) => state.selected.turn);
  if (!turn) return null;
  const speakers = speakersOf(session);
  if (speakers.length === 0) return null;
  const part = (id: "interviewer" | "interviewee") => t(`inspector.${id}`);
  return (
    <Fact name={t("inspector.speaker")}>
      <Choose
        quiet
        label={t("inspector.speaker")}
        value={turn.speaker ?? "none"}
        choices={[
          ...speakers.map((speaker) => ({
            id: speaker.id,
            label: speaker.name || speaker.initials,
            hint: part(speaker.part),
          })),
          { id: "none", label: t("turn.nobody") },
        ]}
        onChange={(id) => session.run(setBlock(turn.id, { speaker: id === "none" ? null : id }))}
      />
    </Fact>
  );
}

function StyleFacts({ style }: { readonly style: ParagraphStyle }) {
  const { t } = useTranslation();
  const weight = style.weight === 400 ? "" : ` ${style.weight}`;
  const slope = style.italic ? ` ${t("story.em").toLowerCase()}` : "";
  return (
    <>
      <Fact name={t("inspector.font")}>
        {style.font}
        {weight}
        {slope}
      </Fact>
      <Fact name={t("inspector.size")}>
        {show(style.size)}/{show(style.leading)} pt
      </Fact>
      <Fact name={t("inspector.align")}>
        {t(`inspector.${style.align}`)}
        {style.align === "justify"
          ? `, ${t(style.hyphenate ? "inspector.hyphenated" : "inspector.notHyphenated")}`
          : ""}
      </Fact>
      <Fact name={t("inspector.colour")}>
        <Swatch ink={style.ink} />
      </Fact>
    </>
  );
}

function Swatch({ ink }: { readonly ink: Ink }) {
  const [r, g, b] = inkToRgb(ink).map((part) => Math.round(part * 255));
  const name =
    ink.kind === "cmyk"
      ? [ink.c, ink.m, ink.y, ink.k].map((part) => Math.round(part * 100)).join(" / ")
      : spotsOf(ink)
          .map((spot) => spot.name)
          .join(" + ") || ink.kind;
  return (
    <span className={styles.swatch}>
      <i style={{ background: `rgb(${r} ${g} ${b})` }} aria-hidden />
      {ink.kind === "cmyk" ? `CMYK ${name}` : name}
    </span>
  );
}

function PhotoFacts({ session, actions }: { readonly session: Session; readonly actions: Actions }) {
  const { t } = useTranslation();
  const photo = useDesk((state) => state.selected.photo);
  const facts = useDesk((state) => (photo ? state.photos.get(photo.id) : undefined));
  const media = useDesk((state) => state.media);
  if (!photo) return null;
  const info =
    media.find(({ hash }) => hash === photo.media) ?? media.find(({ name }) => !photo.media && name === photo.file);
  const ppi = facts?.ppi ? Math.round(facts.ppi) : null;
  return (
    <div className={styles.part}>
      <h2>{t("inspector.photo")}</h2>
      <Fact name={t("inspector.file")}>
        <span className={styles.cut} title={photo.file}>
          {photo.file || t("inspector.none")}
        </span>
      </Fact>
      {info?.type === "application/pdf" ? (
        <PdfChoice session={session} id={photo.id} hash={info.hash} own={photo.pdf} />
      ) : (
        <>
          {info ? (
            <Fact name={t("inspector.pixels")}>
              {info.width} × {info.height}
            </Fact>
          ) : null}
          <Fact name={t("inspector.ppi")}>
            {ppi === null
              ? t("inspector.ppiNone")
              : t(ppi < LEAST_PPI ? "inspector.ppiLow" : "inspector.ppiValue", { ppi })}
          </Fact>
        </>
      )}
      <PlacementFacts actions={actions} />
      {info?.type === "application/pdf" ? null : (
        <RenderingChoice session={session} id={photo.id} own={photo.rendering} />
      )}
      {photo.inRow ? (
        <Fact name={t("inspector.captionStand")}>{t("inspector.inRow")}</Fact>
      ) : (
        <StandsChoice session={session} id={photo.id} own={photo.stands} />
      )}
      <div className={styles.button}>
        <TextButton onPress={() => void actions.fillPicture(photo.id, "photo")}>
          {t(info ? "inspector.replace" : "inspector.find")}
        </TextButton>
      </div>
      <AltField key={`${photo.id} ${photo.alt}`} session={session} id={photo.id} alt={photo.alt} />
      <PartField session={session} id={photo.id} part="caption" words={photo.caption} />
      <PartField session={session} id={photo.id} part="photo_credit" words={photo.credit} />
    </div>
  );
}

/** How its colours come to ink: as the design says, or by an intent and a black point of its own. */
function RenderingChoice({
  session,
  id,
  own,
}: {
  readonly session: Session;
  readonly id: string;
  readonly own: Rendering | null;
}) {
  const { t } = useTranslation();
  const usual = useDesk((state) => state.design?.photos.rendering) ?? RENDERING;
  const blackPoint = own?.blackPoint ?? usual.blackPoint;
  return (
    <>
      <Fact name={t("inspector.intent")}>
        <Choose
          quiet
          label={t("inspector.intent")}
          value={own?.intent ?? "design"}
          choices={[
            { id: "design", label: t("inspector.asDesign"), hint: t(`intent.${usual.intent}`) },
            ...INTENTS.map((intent) => ({ id: intent, label: t(`intent.${intent}`), hint: t(`intent.${intent}Hint`) })),
          ]}
          onChange={(chosen) => {
            const intent = INTENTS.find((one) => one === chosen);
            session.run(setRendering(id, intent ? { intent, blackPoint } : null));
          }}
        />
      </Fact>
      {own ? (
        <Fact name={t("inspector.blackPoint")}>
          <Choose
            quiet
            label={t("inspector.blackPoint")}
            value={blackPoint ? "matched" : "kept"}
            choices={[
              { id: "matched", label: t("inspector.blackMatched") },
              { id: "kept", label: t("inspector.blackKept") },
            ]}
            onChange={(chosen) => session.run(setRendering(id, { ...own, blackPoint: chosen === "matched" }))}
          />
        </Fact>
      ) : null}
    </>
  );
}

/** Where its caption and credit stand: as the design says, or somewhere of their own. */
function StandsChoice({
  session,
  id,
  own,
}: {
  readonly session: Session;
  readonly id: string;
  readonly own: WordsStand | null;
}) {
  const { t } = useTranslation();
  const design = useDesk((state) => state.design?.photos);
  const nameOf = (credit: CreditStand) => t(credit === "below" ? "stand.line" : `stand.${credit}`);
  return (
    <>
      <Fact name={t("inspector.captionStand")}>
        <Choose
          quiet
          label={t("inspector.captionStand")}
          value={own?.caption ?? "design"}
          choices={[
            { id: "design", label: t("inspector.asDesign"), hint: design ? t(`stand.${design.caption}`) : "" },
            ...CAPTION_STANDS.map((stand) => ({ id: stand, label: t(`stand.${stand}`) })),
          ]}
          onChange={(chosen) => {
            const { caption: _, ...rest } = own ?? {};
            const caption = CAPTION_STANDS.find((one) => one === chosen);
            session.run(setStands(id, caption ? { ...rest, caption } : rest));
          }}
        />
      </Fact>
      <Fact name={t("inspector.creditStand")}>
        <Choose
          quiet
          label={t("inspector.creditStand")}
          value={own?.credit ?? "design"}
          choices={[
            { id: "design", label: t("inspector.asDesign"), hint: design ? nameOf(design.credit) : "" },
            ...CREDIT_STANDS.map((stand) => ({ id: stand, label: nameOf(stand) })),
          ]}
          onChange={(chosen) => {
            const { credit: _, ...rest } = own ?? {};
            const credit = CREDIT_STANDS.find((one) => one === chosen);
            session.run(setStands(id, credit ? { ...rest, credit } : rest));
          }}
        />
      </Fact>
    </>
  );
}

/** What the picture shows, for those who hear it. Written to the document when the field is left. */
function AltField({ session, id, alt }: { readonly session: Session; readonly id: string; readonly alt: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(alt);
  return (
    <TextField
      className={styles.field ?? ""}
      value={typed}
      onChange={setTyped}
      onBlur={() => {
        if (typed !== alt) session.run(setBlock(id, { alt: typed.normalize("NFC") }));
      }}
    >
      <Label>{t("inspector.alt")}</Label>
      <TextArea rows={3} />
      <Text slot="description">{t("inspector.altHint")}</Text>
    </TextField>
  );
}

/** The words of a caption or credit, read here and written in the story, where they may be set in italics too. */
function PartField({
  session,
  id,
  part,
  words,
}: {
  readonly session: Session;
  readonly id: string;
  readonly part: "caption" | "photo_credit";
  readonly words: string;
}) {
  const { t } = useTranslation();
  return (
    <Fact name={t(part === "caption" ? "inspector.caption" : "inspector.credit")}>
      {words === "" ? (
        <button type="button" className={styles.link} onClick={() => session.editPhotoText(id, part)}>
          {t(part === "caption" ? "story.addCaption" : "story.addCredit")}
        </button>
      ) : (
        words
      )}
    </Fact>
  );
}

/** The pages the story is to fill. Written to the document when the field is left; what is no number of pages is not. */
function PagesWanted({ session, wanted }: { readonly session: Session; readonly wanted: number | null }) {
  const { t } = useTranslation();
  const shown = wanted === null ? "" : String(wanted);
  const [typed, setTyped] = useState(shown);
  const leave = () => {
    const count = Number(typed);
    if (typed.trim() === "") session.run(wantPages(null));
    else if (Number.isInteger(count) && count >= 1 && count <= 2000) session.run(wantPages(count));
    else setTyped(shown);
  };
  return (
    <TextField
      className={`${styles.field ?? ""} ${styles.number ?? ""}`}
      value={typed}
      inputMode="numeric"
      onChange={setTyped}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter") leave();
      }}
    >
      <Label>{t("inspector.pagesWanted")}</Label>
      <Input />
      <Text slot="description">{t("inspector.pagesWantedHint")}</Text>
    </TextField>
  );
}

function DocumentFacts({ session }: { readonly session: Session }) {
  const { t, i18n } = useTranslation();
  const design = useDesk((state) => state.design);
  useDesk((state) => state.selected);
  const attrs = session.state()?.doc.attrs;
  if (!attrs) return null;
  const language = new Intl.DisplayNames([i18n.language], { type: "language" }).of(soundTag(attrs.lang as string));
  const issue = attrs.issue as { readonly title: string; readonly number: string; readonly date: string };
  const about = [issue.title, issue.number, issue.date].filter((part) => part !== "").join(" · ");
  const mm = (value: number) => show(toMm(value), 1);
  return (
    <div className={styles.part}>
      <h2>{t("inspector.document")}</h2>
      <TemplateChoice session={session} />
      {design ? (
        <Fact name={t("inspector.page")}>
          {mm(design.page.trim.width)} × {mm(design.page.trim.height)} mm
        </Fact>
      ) : null}
      {design ? <PagesWanted key={String(design.pages.wanted)} session={session} wanted={design.pages.wanted} /> : null}
      <Fact name={t("inspector.lang")}>{language}</Fact>
      {about === "" ? null : <Fact name={t("inspector.issue")}>{about}</Fact>}
      {speakersOf(session).length === 0 ? null : (
        <Fact name={t("inspector.speakers")}>
          {speakersOf(session).map((speaker) => (
            <div key={speaker.id}>
              {speaker.name || speaker.initials} <span className={styles.quiet}>{t(`inspector.${speaker.part}`)}</span>
            </div>
          ))}
        </Fact>
      )}
    </div>
  );
}
